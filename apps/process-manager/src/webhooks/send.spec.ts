import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instant } from '#domain/messages.js';
import type { Notification } from '#domain/notifications/notifications.js';
import { send } from './send.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const notification: Notification = {
  id: 'acme~1',
  type: 'purchase.completed',
  accountId: 'acme',
  revision: 1,
  at: instant(Date.UTC(2026, 0, 1)),
  what: {},
};

let silent: Server;
let url: string;
beforeAll(async () => {
  silent = createServer(() => {});
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`;
});
afterAll(() => {
  silent.closeAllConnections();
  silent.close();
});

const sending = (signal: AbortSignal) =>
  send({ url, secrets: ['whsec_AAAA'], notification, receivers: { allowsLoopback: true }, signal });

describe('a receiver that never answers', () => {
  it('is given up after a while, whatever is collected as garbage meanwhile', async () => {
    let attempt: Awaited<ReturnType<typeof send>> | undefined;
    void sending(new AbortController().signal).then((came) => (attempt = came));
    for (let n = 0; n < 150 && attempt === undefined; n++) {
      collectGarbage();
      await sleep(100);
    }
    expect(attempt).toEqual({ httpStatus: null, problem: expect.any(String) });
  }, 60_000);

  it('is given up at once when the process ends', async () => {
    const stop = new AbortController();
    const arrived = once(silent, 'request');
    const attempt = sending(stop.signal);
    await arrived;
    stop.abort();
    expect(await attempt).toMatchObject({ httpStatus: null });
    expect(await sending(stop.signal)).toMatchObject({ httpStatus: null });
  });
});
