/** What start-up ends with: everything needed for the first request, ready to be pasted. */
import { withoutCredentials } from '#platform/addresses.js';
import { bold, dim, say } from './say.mjs';

const developmentKeys = ['dev-service', 'dev-checkout', 'dev-support', 'dev-finance', 'dev-auditor', 'dev-admin'];

/** @param {string} text */
const quoted = (text) => (/^[\w:/.@-]+$/.test(text) ? text : `'${text}'`);

/**
 * @param {string} url
 * @param {string} route
 * @param {string} key
 * @param {string} idempotencyKey
 * @param {object} body
 */
function post(url, route, key, idempotencyKey, body) {
  return [
    `curl -sS -X POST ${url}${route}`,
    `-H 'Authorization: Bearer ${key}'`,
    `-H 'Idempotency-Key: ${idempotencyKey}'`,
    `-H 'Content-Type: application/json'`,
    `-d '${JSON.stringify(body)}'`,
  ].join(' ');
}

/**
 * The command for one more API on the same stores, with the same clock and keys.
 * @param {Parameters<typeof welcome>[0]} settings
 */
function oneMoreApi({ port, host, hasTestClock, apiKeysFile, settingsFile, eventStoreUrl, redisUrl }) {
  const settings = {
    PORT: port < 65_535 ? port + 1 : port - 1,
    ...(host !== '127.0.0.1' && { HOST: host }),
    ...(hasTestClock && { TEST_CLOCK: true }),
    ...(apiKeysFile && { API_KEYS_FILE: apiKeysFile }),
    ...(settingsFile && { SETTINGS_FILE: settingsFile }),
    EVENTSTORE_URL: withoutCredentials(eventStoreUrl),
    REDIS_URL: withoutCredentials(redisUrl),
  };
  const given = Object.entries(settings).map(([name, value]) => `${name}=${quoted(String(value))}`);
  return [...given, 'npm run start:api'].join(' ');
}

/** @param {import('./processes.mjs').Settings & { url: string, logDir: string }} settings */
export function welcome(settings) {
  const { url, apiKeysFile, dataDir, logDir, eventStoreUrl, redisUrl } = settings;
  const key = apiKeysFile ? '<an admin key>' : 'dev-admin';
  const account = { accountId: 'team-1', name: 'Team 1' };
  const grant = { amount: '10', source: 'signup' };
  const charge = { amount: '0.25', product: 'inference' };

  say(`\n${bold('Drawdown is ready:')} ${url}   ${dim(`${url}/docs describes the API`)}\n`);
  say(`  console       ${url}/console/`);
  say(`  keys          ${apiKeysFile ? `of ${apiKeysFile}` : developmentKeys.join('  ')}`);
  say(`  event store   ${withoutCredentials(eventStoreUrl)}`);
  say(`  Redis         ${withoutCredentials(redisUrl)}`);
  say(`  data          ${dataDir}`);
  say(`  logs          ${logDir}\n`);
  say(`${bold('Open an account, grant it credits, charge it')} (paste as is):\n`);
  say(post(url, '/v1/accounts', key, 'first-account', account));
  say(post(url, '/v1/accounts/team-1/grants', key, 'first-grant', grant));
  say(post(url, '/v1/accounts/team-1/charges', key, 'first-charge', charge));
  say(
    `\n${bold('One more API process')} on the same stores, from another terminal in this folder:\n\n${oneMoreApi(settings)}\n`,
  );
  say(dim('Ctrl-C stops everything; the data is there again at the next start.'));
}
