/** `keys checkpoint`: a pair of keys, one that signs checkpoints and one for whoever verifies them. */
import { Command } from 'commander';
import { writeKeyPair } from '#proof/keys.js';
import { example, jsonOption } from '../options.js';
import { show } from '../terminal/show.js';

export const newCheckpointKeyCommand = new Command('checkpoint')
  .description(
    'Makes an Ed25519 key that signs checkpoints (CHECKPOINT_KEY_FILE), and beside it the public one (.pub.pem). To rotate a key, put the new one before the old one in one file until a checkpoint was made, then remove the old one.',
  )
  .argument('<file>', 'where to; it must not exist')
  .addOption(jsonOption())
  .addHelpText(...example('keys checkpoint checkpoint-key.pem'))
  .action((file: string, { json }: { readonly json: boolean }) => {
    const { publicFile, keyId } = writeKeyPair(file);
    show(
      json,
      { file, publicFile, keyId },
      () => `${file}: private key ${keyId}, for CHECKPOINT_KEY_FILE\n${publicFile}: public key, for auditors`,
    );
  });
