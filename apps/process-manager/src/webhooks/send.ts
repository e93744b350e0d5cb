/** One delivery: a CloudEvent over HTTP, signed as Standard Webhooks has it. */
import { createHmac } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Notification } from '#domain/notifications/notifications.js';
import { type ReceiverOptions, guardedLookup, receiverFault } from '#platform/receivers.js';

/** Less than a claim lasts. */
const ANSWER_WITHIN_MS = 10_000;
/** What a receiver answers is not read beyond its status. */
const LONGEST_PROBLEM = 200;

/** `httpStatus` is null where no answer came; `problem` says why. Redirects are not followed: they are no success. */
export type Attempt = { readonly httpStatus: number | null; readonly problem?: string };

export type Sending = {
  readonly url: string;
  readonly secrets: readonly string[];
  readonly notification: Notification;
  readonly receivers: ReceiverOptions;
  readonly signal: AbortSignal;
};

/** Never throws: whatever happens is what came of the attempt. */
export async function send({ url, secrets, notification, receivers, signal }: Sending): Promise<Attempt> {
  const fault = receiverFault(url, receivers);
  if (fault) return { httpStatus: null, problem: `The address ${fault}` };
  const body = JSON.stringify(cloudEventOf(notification));
  const headers = {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Drawdown',
    // The real time: receivers refuse old signatures, and know no test clock.
    ...signed(notification.id, Math.floor(Date.now() / 1000), body, secrets),
  };
  const patience = patienceUntil(signal);
  try {
    return { httpStatus: await post(new URL(url), { headers, body, receivers, until: patience.signal }) };
  } catch (error) {
    return { httpStatus: null, problem: String((error as Error).message).slice(0, LONGEST_PROBLEM) };
  } finally {
    patience.end();
  }
}

/**
 * Ends when the process does, or when an answer has not come in time. The timer is one of our own: a signal of
 * `AbortSignal.timeout` that only `AbortSignal.any` knows is collected as garbage before it fires, and a receiver that never
 * answers would hold up its webhook for ever.
 */
function patienceUntil(signal: AbortSignal) {
  const over = new AbortController();
  const giveUp = () => over.abort();
  const timer = setTimeout(giveUp, ANSWER_WITHIN_MS);
  signal.addEventListener('abort', giveUp, { once: true });
  if (signal.aborted) giveUp();
  const end = () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
  };
  return { signal: over.signal, end };
}

export const cloudEventOf = ({ id, type, accountId, revision, at, what }: Notification) => ({
  specversion: '1.0',
  id,
  source: `/v1/accounts/${encodeURIComponent(accountId)}`,
  type,
  time: at,
  datacontenttype: 'application/json',
  data: { accountId, revision, ...what },
});

/** One signature for each secret that signs, so that a receiver may change over while both do. */
export function signed(id: string, timestampSeconds: number, body: string, secrets: readonly string[]) {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestampSeconds}.${body}`).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': signatures.join(' '),
  };
}

type Posting = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly receivers: ReceiverOptions;
  readonly until: AbortSignal;
};

function post(url: URL, { headers, body, receivers, until }: Posting): Promise<number> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const options = { method: 'POST', headers, signal: until, agent: false, lookup: guardedLookup(receivers) } as const;
  return new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
