import { randomUUID } from 'node:crypto';
import { ANY, jsonEvent, NO_STREAM, STREAM_EXISTS, type AppendExpectedRevision } from '@eventstore/db-client';
import { onBothPaths, type AppendPath } from '../../append-paths.js';
import { line, type Chapter, type ContractLine } from '../../contract-line.js';
import { outcomeOf } from '../../outcomes.js';
import type { ServerUnderContract } from '../../server-under-contract.js';
import { appendNothing } from '../../raw-streams.js';
import { expectations, readRevisions } from '../../streams.js';

const fresh = (count: number) =>
  Array.from({ length: count }, () => jsonEvent({ id: randomUUID(), type: 'Appended', data: {} }));

/** Next expected revision, or the error. */
async function appended(
  server: ServerUnderContract,
  path: AppendPath,
  name: string,
  expectedRevision: AppendExpectedRevision,
  count: number,
): Promise<string> {
  const options = { expectedRevision, ...path.options(server) };
  return outcomeOf(
    server.client.appendToStream(name, fresh(count), options).then((answer) => String(answer.nextExpectedRevision)),
  );
}

function toMissingStreams(path: AppendPath): ContractLine[] {
  const begins = expectations(ANY, NO_STREAM).map((expected) =>
    line(`Three events at ${expected} begin a missing stream`, '2', (server) =>
      appended(server, path, server.newStream(), expected, 3),
    ),
  );
  const refused = expectations(STREAM_EXISTS, 0n, 5n).map((expected) =>
    line(
      `${expected} on a missing stream is wrong, and there is no actual revision`,
      'wrong-expected-version, actual no_stream',
      (server) => appended(server, path, server.newStream(), expected, 1),
    ),
  );
  return [...begins, ...refused];
}

const withoutEvents = (path: AppendPath) =>
  line(
    'An append without events writes nothing: any on a missing stream, then any, 1 and 0 on one of two events',
    ['0', '1', '1', 'wrong-expected-version, actual 1', [0, 1]],
    async (server) => {
      const name = server.newStream();
      const answers = [await appended(server, path, name, ANY, 0)];
      await appended(server, path, name, NO_STREAM, 2);
      for (const expected of expectations(ANY, 1n, 0n)) answers.push(await appended(server, path, name, expected, 0));
      return [...answers, await readRevisions(server.client, name)];
    },
  );

const nothingToMissing = line(
  'An append without events leaves a missing stream missing, and says so',
  [true, 'stream-not-found'],
  async ({ client, newStream }) => {
    const name = newStream();
    const answer = await appendNothing(client, name);
    return [answer.getSuccess()?.hasNoStream(), await outcomeOf(readRevisions(client, name))];
  },
);

const concurrent = (path: AppendPath) =>
  line(
    'Of twenty appends at one revision one wins, and the others are told where the stream is',
    ['0', 19, [0]],
    async (server) => {
      const name = server.newStream();
      const answers = await Promise.all(range20.map(() => appended(server, path, name, NO_STREAM, 1)));
      const winners = answers.filter((answer) => answer === '0');
      const conflicts = answers.filter((answer) => answer === 'wrong-expected-version, actual 0');
      return [...winners, conflicts.length, await readRevisions(server.client, name)];
    },
  );
const range20 = Array.from({ length: 20 });

const tellsWhatWasExpected = (path: AppendPath) =>
  line(
    'A conflict names the stream, the revision that was expected and the one there is',
    { expectedVersion: 7n, actualVersion: 1n, isOfTheStream: true },
    async (server) => {
      const name = server.newStream();
      await appended(server, path, name, NO_STREAM, 2);
      const options = { expectedRevision: 7n, ...path.options(server) };
      return server.client.appendToStream(name, fresh(1), options).catch((error: Conflict) => ({
        expectedVersion: error.expectedVersion,
        actualVersion: error.actualVersion,
        isOfTheStream: error.streamName === name,
      }));
    },
  );

interface Conflict {
  readonly expectedVersion: unknown;
  readonly actualVersion: unknown;
  readonly streamName: unknown;
}

export const expectedRevisions: Chapter = {
  title: 'Appends: expected revisions',
  lines: [...onBothPaths(eitherWay), nothingToMissing],
};

function eitherWay(path: AppendPath): ContractLine[] {
  return [
    ...toMissingStreams(path),
    line(
      'stream_exists, the current revision, then any append to a stream that is there',
      ['2', '3', '4'],
      async (server) => {
        const name = server.newStream();
        await appended(server, path, name, NO_STREAM, 2);
        const answers: string[] = [];
        for (const expected of expectations(STREAM_EXISTS, 2n, ANY))
          answers.push(await appended(server, path, name, expected, 1));
        return answers;
      },
    ),
    line('no_stream on a stream that is there is wrong', 'wrong-expected-version, actual 1', async (server) => {
      const name = server.newStream();
      await appended(server, path, name, NO_STREAM, 2);
      return appended(server, path, name, NO_STREAM, 1);
    }),
    tellsWhatWasExpected(path),
    withoutEvents(path),
    concurrent(path),
  ];
}
