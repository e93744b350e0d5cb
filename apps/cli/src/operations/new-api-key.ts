/** `keys new`: a key for clients of the API, and what API_KEYS_FILE holds of it. */
import { createHash, randomBytes } from 'node:crypto';
import { Command, InvalidArgumentError, Option } from 'commander';
import { ROLES } from '#platform/api-key-file.js';
import { example, jsonOption } from '../options.js';
import { show } from '../terminal/show.js';

type Given = { readonly name: string; readonly role: string; readonly json: boolean };

const KEY_BYTES = 32;

function nameIn(text: string): string {
  if (!/^[\w.@-]{1,64}$/.test(text)) throw new InvalidArgumentError('It must be 1 to 64 letters, digits or . _ @ -.');
  return text;
}

export const newApiKeyCommand = new Command('new')
  .description('Makes an API key. It is shown once; the file keeps its hash.')
  .addOption(new Option('--name <name>', 'what history shows of it').argParser(nameIn).makeOptionMandatory())
  .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
  .addOption(jsonOption())
  .addHelpText(...example('keys new --name gateway --role service'))
  .action(({ name, role, json }: Given) => {
    const key = `dk_${randomBytes(KEY_BYTES).toString('base64url')}`;
    const entry = { name, role, sha256: createHash('sha256').update(key).digest('hex') };
    show(json, { key, entry }, () =>
      [`key, for the client, shown once: ${key}`, `one of "keys" in API_KEYS_FILE: ${JSON.stringify(entry)}`].join(
        '\n',
      ),
    );
  });
