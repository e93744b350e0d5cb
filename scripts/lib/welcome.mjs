/** What start-up ends with: everything needed for the first request, ready to be pasted. */
import { bold, dim, say } from './say.mjs';
import { withoutCredentials } from './settings.mjs';

const developmentKeys = ['dev-service', 'dev-support', 'dev-finance', 'dev-auditor', 'dev-admin'];

const quoted = (text) => (/^[\w:/.@-]+$/.test(text) ? text : `'${text}'`);

function post(url, route, key, idempotencyKey, body) {
  return [
    `curl -sS -X POST ${url}${route}`,
    `-H 'Authorization: Bearer ${key}'`,
    `-H 'Idempotency-Key: ${idempotencyKey}'`,
    `-H 'Content-Type: application/json'`,
    `-d '${JSON.stringify(body)}'`,
  ].join(' ');
}

export function welcome({ url, port, host, testClock, apiKeysFile, dataDir, logDir, ...stores }) {
  const [eventStoreUrl, redisUrl] = [stores.eventStoreUrl, stores.redisUrl].map(withoutCredentials);
  const key = apiKeysFile ? '<an admin key>' : 'dev-admin';
  const another = port < 65_535 ? port + 1 : port - 1;
  const settings = {
    PORT: another,
    ...(host !== '127.0.0.1' && { HOST: host }),
    ...(testClock && { TEST_CLOCK: true }),
    ...(apiKeysFile && { API_KEYS_FILE: apiKeysFile }),
    EVENTSTORE_URL: eventStoreUrl,
    REDIS_URL: redisUrl,
  };
  const given = Object.entries(settings).map(([name, value]) => `${name}=${quoted(String(value))}`);
  const one = [...given, 'npm run start:api'].join(' ');
  const account = { accountId: 'team-1', name: 'Team 1' };
  const grant = { amount: '10', source: 'signup' };
  const charge = { amount: '0.25', product: 'inference' };

  say(`\n${bold('Drawdown is ready:')} ${url}   ${dim(`${url}/docs describes the API`)}\n`);
  say(`  keys          ${apiKeysFile ? `of ${apiKeysFile}` : developmentKeys.join('  ')}`);
  say(`  event store   ${eventStoreUrl}`);
  say(`  Redis         ${redisUrl}`);
  say(`  data          ${dataDir}`);
  say(`  logs          ${logDir}\n`);
  say(`${bold('Open an account, grant it credits, charge it')} (paste as is):\n`);
  say(post(url, '/v1/accounts', key, 'first-account', account));
  say(post(url, '/v1/accounts/team-1/grants', key, 'first-grant', grant));
  say(post(url, '/v1/accounts/team-1/charges', key, 'first-charge', charge));
  say(`\n${bold('One more API process')} on the same stores, from another terminal in this folder:\n\n${one}\n`);
  say(dim('Ctrl-C stops everything; the data is there again at the next start.'));
}
