/** A script's call as bytes for Redis: an array of texts, each behind its length in bytes. */

export type PackedCall = {
  readonly digest: string;
  readonly keys: readonly string[];
  readonly args: readonly (string | number)[];
};

/**
 * As the Redis client packs any command, but without measuring the bytes of each text by itself, which was half of what a
 * large call cost: nearly all calls are ASCII, where each character is a byte.
 */
export function packedCall(call: PackedCall): Buffer {
  const text = textOf(call, ({ length }) => length);
  if (Buffer.byteLength(text) === text.length) return Buffer.from(text, 'latin1');
  return Buffer.from(textOf(call, (each) => Buffer.byteLength(each)));
}

function textOf({ digest, keys, args }: PackedCall, bytesIn: (text: string) => number): string {
  let all = `*${3 + keys.length + args.length}\r\n$7\r\nevalsha\r\n`;
  const add = (value: string | number): void => {
    const text = typeof value === 'string' ? value : `${value}`;
    all += `$${bytesIn(text)}\r\n${text}\r\n`;
  };
  add(digest);
  add(keys.length);
  for (const key of keys) add(key);
  for (const arg of args) add(arg);
  return all;
}
