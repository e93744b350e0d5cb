import { Command } from 'commander';
import { newCheckpointKeyCommand } from '../proof/new-key.js';
import { newApiKeyCommand } from './new-api-key.js';

export const keysCommand = new Command('keys')
  .description('Makes keys: for clients of the API, and for signing checkpoints.')
  .addCommand(newApiKeyCommand)
  .addCommand(newCheckpointKeyCommand);
