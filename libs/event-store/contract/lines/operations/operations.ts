import monitoringGrpc from '@eventstore/db-client/generated/monitoring_grpc_pb.js';
import monitoringPb, { type StatsResp } from '@eventstore/db-client/generated/monitoring_pb.js';
import operationsGrpc from '@eventstore/db-client/generated/operations_grpc_pb.js';
import operationsPb, { type ScavengeResp } from '@eventstore/db-client/generated/operations_pb.js';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { line, lineOfItsOwnNode, type Chapter } from '../../contract-line.js';
import { collect, until } from '../../outcomes.js';
import { through } from '../../own-node.js';
import { answerTo, withStub } from '../../raw-calls.js';
import { numbered, readRevisions } from '../../streams.js';

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

const scavenge = (client: EventStoreDBClient): Promise<ScavengeResp> =>
  withStub(client, operationsGrpc.OperationsClient, (stub) => {
    const request = new operationsPb.StartScavengeReq();
    const options = new operationsPb.StartScavengeReq.Options();
    options.setThreadCount(1);
    options.setStartFromChunk(0);
    request.setOptions(options);
    return answerTo((answered) => stub.startScavenge(request, answered));
  });

export const operations: Chapter = {
  title: 'Monitoring and operations',
  lines: [
    line('Statistics are told over gRPC, of the process and of the machine', [true, true], async ({ client }) => {
      const told = await stats(client);
      return ['proc-mem', 'sys-freeMem'].map((name) => Number(told.get(name)) > 0);
    }),
    lineOfItsOwnNode(
      'it takes out what others may still want',
      'A scavenge takes out for good what metadata hide, and says so in its stream',
      { hidden: [8, 9], back: [8, 9], ended: true },
      async (startNode) =>
        through(await startNode(), async (client) => {
          await client.appendToStream('scavenged', numbered(0, 10));
          await client.setStreamMetadata('scavenged', { truncateBefore: 8 });
          const hidden = await readRevisions(client, 'scavenged');
          const id = (await scavenge(client)).getScavengeId();
          const events = () => collect(client.readStream(`$scavenges-${id}`)).catch(() => []);
          const isOver = async () => (await events()).some(({ event }) => event?.type === '$scavengeCompleted');
          await until(isOver);
          await client.setStreamMetadata('scavenged', {});
          return { hidden, back: await readRevisions(client, 'scavenged'), ended: await isOver() };
        }),
    ),
  ],
};
