import { randomUUID } from 'node:crypto';
import { jsonEvent, type EventData } from '@eventstore/db-client';
import { onBothPaths, type AppendPath } from '../../append-paths.js';
import { line, type Chapter } from '../../contract-line.js';
import { isRefused, outcomeOf } from '../../outcomes.js';
import type { ServerUnderContract } from '../../server-under-contract.js';
import { appendHalf } from '../../raw-streams.js';
import { numbered, readNumbers } from '../../streams.js';

const large = (bytes: number) => jsonEvent({ type: 'Large', data: { text: 'x'.repeat(bytes) } });
const TOO_LARGE = 'maximum-append-size-exceeded, 1048576';

/** What the append came to, and what became of the stream. */
async function attempt(server: ServerUnderContract, path: AppendPath, events: EventData[]): Promise<string[]> {
  const name = server.newStream();
  const sent = server.client.appendToStream(name, events, path.options(server));
  const answer = await outcomeOf(sent.then(({ nextExpectedRevision }) => String(nextExpectedRevision)));
  return [answer, await outcomeOf(readNumbers(server.client, name).then(({ length }) => `${length} stored`))];
}

export const refusals: Chapter = {
  title: 'Appends: what is refused',
  lines: [
    ...onBothPaths((path) => [
      line('One event of 900 KB passes', ['0', '1 stored'], (server) => attempt(server, path, [large(900_000)])),
      line(
        'One event of more than 1 MiB is too large, and nothing is stored',
        [TOO_LARGE, 'stream-not-found'],
        (server) => attempt(server, path, [large(1_100_000)]),
      ),
      line('So are many small ones together', [TOO_LARGE, 'stream-not-found'], (server) =>
        attempt(
          server,
          path,
          Array.from({ length: 120 }, () => large(10_000)),
        ),
      ),
      line('After an append that was too large the next one passes', '0', async (server) => {
        await attempt(server, path, [large(1_100_000)]);
        return (await attempt(server, path, numbered(0, 1)))[0];
      }),
      line('A stream without a name is refused', true, (server) =>
        isRefused(server.client.appendToStream('', numbered(0, 1), path.options(server))),
      ),
      line('An append whose deadline has passed is told so', 'deadline-exceeded', (server) =>
        outcomeOf(
          server.client.appendToStream(server.newStream(), numbered(0, 1), {
            deadline: -1_000,
            ...path.options(server),
          }),
        ),
      ),
    ]),
    // By batch append it would be as an empty type is: the server answers twice, and the client crashes on it.
    line('An id of nothing but zeros is refused, and nothing is stored (unary append)', true, async (server) => {
      const name = server.newStream();
      const event = jsonEvent({ id: '00000000-0000-0000-0000-000000000000', type: 'Nobody', data: {} });
      const credentials = { credentials: server.address.credentials };
      const isSentInVain = await isRefused(server.client.appendToStream(name, event, credentials));
      return isSentInVain && isRefused(readNumbers(server.client, name));
    }),
    line(
      'A batch append that is not whole within two seconds is timed out, whatever its deadline',
      ['Timeout', true],
      async (server) => {
        const sentAt = performance.now();
        const answer = await appendHalf(server.client, server.newStream(), randomUUID());
        const tookMs = performance.now() - sentAt;
        return [answer.getError()?.getMessage(), tookMs > 1_500 && tookMs < 10_000];
      },
    ),
    line('A stream without a name is an error that the client does not know (batch append)', 'unknown', (server) =>
      outcomeOf(server.client.appendToStream('', numbered(0, 1))),
    ),
  ],
};
