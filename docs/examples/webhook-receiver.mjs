// A receiver of webhooks: takes what is signed, once. WEBHOOK_SECRET=whsec_… PORT=8080 node docs/examples/webhook-receiver.mjs
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

/** Older or newer deliveries are refused: whoever recorded one can't send it again for ever. */
const TOLERANCE_SECONDS = 300;

/**
 * The event of a request that is signed with the secret, or null. `body` is the text as it came: parsed and written anew it has
 * another signature.
 * @param {import('node:http').IncomingHttpHeaders} headers
 * @param {string} body
 * @param {string} secret
 */
export function verifiedEvent(headers, body, secret) {
  const [id, timestamp] = [headers['webhook-id'], headers['webhook-timestamp']].map(String);
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return null;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  const isSigned = String(headers['webhook-signature'])
    .split(' ')
    .map((signature) => Buffer.from(signature.replace(/^v1,/, ''), 'base64'))
    .some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected));
  return isSigned ? JSON.parse(body) : null;
}

/**
 * Answers 204 to what is signed, and calls `onEvent` once for each event: deliveries come at least once.
 * @param {string} secret
 * @param {(event: any) => void} onEvent
 */
export function createReceiver(secret, onEvent) {
  const seen = new Set();
  return createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const event = verifiedEvent(request.headers, body, secret);
    if (event && !seen.has(event.id)) onEvent(event);
    if (event) seen.add(event.id);
    response.writeHead(event ? 204 : 401).end();
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const port = Number(process.env.PORT ?? 8080);
  const receiver = createReceiver(process.env.WEBHOOK_SECRET ?? '', (event) => {
    process.stdout.write(`${event.time} ${event.type} ${JSON.stringify(event.data)}\n`);
  });
  receiver.listen(port, '127.0.0.1', () => process.stdout.write(`receiving on http://127.0.0.1:${port}\n`));
}
