/**
 * JSON that is too large to be stored as it is: deflated, and as base64 a string within other JSON. An allocation line takes
 * some 33 bytes so, where it takes 85 to 140 as it is (docs/adr/0012).
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** No more comes out of a string, whoever wrote it. */
const MOST_BYTES = 64 * 1024 * 1024;

export const deflated = (json: Uint8Array): string => deflateRawSync(json).toString('base64');

export const inflated = (base64: string): unknown => JSON.parse(inflatedText(base64));

export const inflatedText = (base64: string): string =>
  inflateRawSync(Buffer.from(base64, 'base64'), { maxOutputLength: MOST_BYTES }).toString();
