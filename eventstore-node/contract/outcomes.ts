/** What calls came to, as words and plain data that a table can show. */

/** The client's own name for an error, and what it says of the stream; messages are free to differ. */
export function errorText(error: unknown): string {
  const { type, actualVersion, maxAppendSize, message } = error as Readonly<Record<string, unknown>>;
  if (type === 'wrong-expected-version') return `wrong-expected-version, actual ${String(actualVersion)}`;
  if (type === 'maximum-append-size-exceeded') return `maximum-append-size-exceeded, ${String(maxAppendSize)}`;
  return typeof type === 'string' ? type : `an error without a type: ${String(message ?? error)}`;
}

/** The answer, or the error in words. */
export const outcomeOf = <Answer>(call: Promise<Answer>): Promise<Answer | string> => call.catch(errorText);

export const NO_ANSWER = 'no answer';
const NO_ANSWER_WITHIN_MS = 5_000;

/** The answer, or that there is none: some calls a server leaves open for ever. */
export async function orNoAnswer<Answer>(call: Promise<Answer>): Promise<Answer | typeof NO_ANSWER> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<typeof NO_ANSWER>((resolve) => {
    timer = setTimeout(() => resolve(NO_ANSWER), NO_ANSWER_WITHIN_MS);
  });
  return Promise.race([call, silence]).finally(() => clearTimeout(timer));
}

/** Whether it is an error matters, which one does not. */
export const isRefused = (call: Promise<unknown>): Promise<boolean> =>
  call.then(
    () => false,
    () => true,
  );

/** Everything that an iterable yields. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

export const range = (from: number, to: number): number[] =>
  from <= to ? Array.from({ length: to - from + 1 }, (_, index) => from + index) : range(to, from).reverse();

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const PATIENCE_MS = 20_000;

/** Asks again and again until it is so; fails when it never is. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const endsAt = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > endsAt) throw new Error(`not so within ${PATIENCE_MS / 1000} s: ${String(isSo)}`);
    await pause(20);
  }
}

/** True if each is larger than the one before. */
export const rises = (numbers: readonly bigint[]): boolean =>
  numbers.every((number, index) => index === 0 || number > (numbers[index - 1] as bigint));
