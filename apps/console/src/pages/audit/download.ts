/** Saves what the API answers as a file, with the key that only this tab has. */
import { answerOf } from '../../api/refusal.js';

type Asked = Promise<{ data?: unknown; error?: unknown; response: Response }>;

/** `asked` is a request that is parsed as a blob. Throws a `Refusal` where it is refused. */
export async function save(asked: Asked, name: string): Promise<void> {
  const content = (await answerOf(asked)) as Blob;
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name.replaceAll(/[^\w.@+ -]/g, '_');
  link.click();
  URL.revokeObjectURL(url);
}
