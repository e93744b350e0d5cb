import type { KeyObject } from 'node:crypto';
import { KeyFileError, readSigningKeys } from '#proof/keys.js';

/** None where no file is named. A file that is wrong ends the process with exit code 1 and one sentence. */
export function signingKeysOrExit(file: string | undefined): readonly KeyObject[] {
  if (file === undefined) return [];
  try {
    return readSigningKeys(file);
  } catch (error) {
    if (!(error instanceof KeyFileError)) throw error;
    console.error(error.message);
    return process.exit(1);
  }
}
