/** `google.rpc.Status`: why an append was not carried out, with details in an `Any`. */
import type { WireReader } from './wire-reader.js';

export type Status = {
  readonly code: number;
  readonly message: string;
  /** The name of the details' type, without the packages in front: `WrongExpectedVersion`. */
  readonly kind: string;
  /** The details themselves, a copy. */
  readonly detail: Buffer;
};

export function readStatus(reader: WireReader, end: number): Status {
  let [code, message, type] = [0, '', ''];
  let detail = Buffer.alloc(0);
  while (reader.at < end) {
    const tag = reader.varint();
    if (tag === 0x08) code = reader.varint();
    else if (tag === 0x12) message = reader.text();
    else if (tag === 0x1a) {
      const anyEnd = reader.fieldEnd();
      while (reader.at < anyEnd) {
        const part = reader.varint();
        if (part === 0x0a) type = reader.text();
        else if (part === 0x12) {
          const detailEnd = reader.fieldEnd();
          detail = Buffer.from(reader.buffer.subarray(reader.at, detailEnd));
          reader.at = detailEnd;
        } else reader.skip(part);
      }
    } else reader.skip(tag);
  }
  return { code, message, kind: type.slice(type.lastIndexOf('.') + 1), detail };
}
