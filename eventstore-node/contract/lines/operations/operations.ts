import { randomUUID } from 'node:crypto';
import monitoringGrpc from '@eventstore/db-client/generated/monitoring_grpc_pb.js';
import monitoringPb, { type StatsResp } from '@eventstore/db-client/generated/monitoring_pb.js';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { line, lineOfItsOwnNode, type Chapter } from '../../contract-line.js';
import { leaveUnanswered, withGroup } from '../../consuming.js';
import { collect, outcomeOf, until } from '../../outcomes.js';
import { through } from '../../own-node.js';
import { ask, scavenge, setPriority, stopScavenge } from '../../operating.js';
import { rawOutcomeOf, withStub } from '../../raw-calls.js';
import { numbered, readNumbers, readRevisions } from '../../streams.js';

/** The first message of statistics, by name. */
const stats = (client: EventStoreDBClient): Promise<Map<string, string>> =>
  withStub(client, monitoringGrpc.MonitoringClient, async (stub) => {
    const request = new monitoringPb.StatsReq();
    request.setRefreshTimePeriodInMs('1000');
    const told = stub.stats(request);
    for await (const message of told) {
      told.cancel();
      return new Map((message as StatsResp).getStatsMap().toObject());
    }
    return new Map();
  });

export const operations: Chapter = {
  title: 'Monitoring and operations',
  lines: [
    line('Statistics are told over gRPC, of the process and of the machine', [true, true], async ({ client }) => {
      const told = await stats(client);
      return ['proc-mem', 'sys-freeMem'].map((name) => Number(told.get(name)) > 0);
    }),
    line('A scavenge that is not under way can not be stopped', 'scavenge-not-found', ({ client }) =>
      rawOutcomeOf(stopScavenge(client, randomUUID())),
    ),
    lineOfItsOwnNode(
      'it takes a priority that the node may have from somebody',
      'The one node takes a priority, and goes on leading',
      ['done', 'done', true],
      async (startNode) =>
        through(await startNode(), async (client, { get }) => [
          await rawOutcomeOf(setPriority(client, 7)),
          await rawOutcomeOf(ask(client, 'mergeIndexes')),
          (await get('/gossip')).body.includes('Leader'),
        ]),
    ),
    lineOfItsOwnNode(
      'nobody is served while it elects itself again',
      'The one node resigns, drops the consumers of groups, and leads again',
      { outcome: 'done', consumer: 'persistent-subscription-dropped', numbers: [0, 1] },
      async (startNode) =>
        through(await startNode(), (client, server) =>
          withGroup(server, { count: 1 }, async ({ name, consume }) => {
            const consumer = await consume(leaveUnanswered).confirmed();
            const outcome = await rawOutcomeOf(ask(client, 'resignNode'));
            const dropped = await consumer.failure;
            // A server is not ready for about a second, and says so in one way or another.
            const isBack = async () => {
              const appending = client.appendToStream(name, numbered(1, 1), { expectedRevision: 0n });
              return !['unavailable', 'unknown', 'not-leader'].includes(String(await outcomeOf<unknown>(appending)));
            };
            await until(isBack);
            return { outcome, consumer: dropped, numbers: await readNumbers(client, name) };
          }),
        ),
    ),
    lineOfItsOwnNode(
      'it takes out what others may still want',
      'A scavenge takes out for good what metadata hide, and says so in its stream',
      { hidden: [8, 9], back: [8, 9], told: ['$scavengeStarted', '$scavengeCompleted'] },
      async (startNode) =>
        through(await startNode(), async (client) => {
          await client.appendToStream('scavenged', numbered(0, 10));
          await client.setStreamMetadata('scavenged', { truncateBefore: 8 });
          const hidden = await readRevisions(client, 'scavenged');
          const id = (await scavenge(client)).getScavengeId();
          const events = () => collect(client.readStream(`$scavenges-${id}`)).catch(() => []);
          await until(async () => (await events()).some(({ event }) => event?.type === '$scavengeCompleted'));
          await client.setStreamMetadata('scavenged', {});
          const links = () => collect(client.readStream('$scavenges', { resolveLinkTos: true }));
          await until(async () => (await links()).length >= 2);
          const told = (await links()).map(({ event }) => event?.type);
          return { hidden, back: await readRevisions(client, 'scavenged'), told };
        }),
    ),
  ],
};
