/** The key that signs checkpoints of the embedded event store: made at the first start, beside the data that it vouches for. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { writeKeyPair } from '#proof/keys.js';

/**
 * With somebody's own event store only a key that is named signs: it is theirs to keep.
 * @param {{ checkpointKeyFile: string | undefined, eventStoreUrl: string | undefined, dataDir: string }} settings
 * @returns {string | undefined}
 */
export function checkpointKeyOf({ checkpointKeyFile, eventStoreUrl, dataDir }) {
  if (checkpointKeyFile || eventStoreUrl) return checkpointKeyFile;
  const file = path.join(dataDir, 'checkpoint-key.pem');
  if (!existsSync(file)) writeKeyPair(file);
  return file;
}
