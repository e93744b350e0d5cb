/** Small messages out of their fields, for requests that are rare beside appends. */

/** A safe integer or a bigint, not negative. */
export function varintBytes(value: number | bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt(value);
  for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Buffer.from(bytes);
}

/** A field with text, bytes or a message in it. */
export function field(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat(content);
  return Buffer.concat([Buffer.of(tag), varintBytes(bytes.length), bytes]);
}

export const numberField = (tag: number, value: number | bigint): Buffer =>
  Buffer.concat([Buffer.of(tag), varintBytes(value)]);

/** A message of gRPC: not compressed, its length in front. */
export function framed(...content: readonly Uint8Array[]): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(
    content.reduce((sum, { length }) => sum + length, 0),
    1,
  );
  return Buffer.concat([head, ...content]);
}
