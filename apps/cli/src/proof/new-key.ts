/** `keys checkpoint`: a pair of keys, one that signs checkpoints and one for whoever verifies them. */
import { Command } from 'commander';
import { writeKeyPair } from '#proof/keys.js';

export const keysCommand = new Command('keys').description('Makes keys.').addCommand(
  new Command('checkpoint')
    .description(
      'An Ed25519 key that signs checkpoints (CHECKPOINT_KEY_FILE), and beside it the public one (.pub.pem).',
    )
    .argument('<file>', 'where to; it must not exist')
    .addHelpText(
      'after',
      '\nTo rotate a key, put the new one before the old one in one file until a checkpoint was made, then remove the old one.\nExample: npm run cli -- keys checkpoint checkpoint-key.pem',
    )
    .action((file: string) => {
      const { publicFile, keyId } = writeKeyPair(file);
      console.log(`${file}: private key ${keyId}, for CHECKPOINT_KEY_FILE\n${publicFile}: public key, for auditors`);
    }),
);
