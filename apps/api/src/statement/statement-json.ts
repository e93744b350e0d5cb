import type { Statement } from './statement.js';

/** As `StatementView` describes it. */
export async function* jsonOf({ head, items, closing }: Statement): AsyncGenerator<string, void, void> {
  yield `${JSON.stringify(head).slice(0, -1)},"items":[`;
  let separator = '\n';
  for await (const item of items) {
    yield `${separator}${JSON.stringify(item)}`;
    separator = ',\n';
  }
  yield `],\n"closing":${JSON.stringify(closing)}}\n`;
}
