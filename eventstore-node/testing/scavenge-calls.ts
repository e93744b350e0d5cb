import type { EventStoreDBClient } from '@eventstore/db-client';
import operationsGrpc from '@eventstore/db-client/generated/operations_grpc_pb.js';
import operationsPb, { type ScavengeResp } from '@eventstore/db-client/generated/operations_pb.js';
import { collect, until } from './node-in-test.js';
import { answerTo, type CallTarget } from './raw-calls.js';

/** The calls of the operations service that are about scavenging. */
export function scavengeOf({ address, credentials, metadata }: CallTarget) {
  const client = new operationsGrpc.OperationsClient(address, credentials);
  return {
    async start({ threads = 1, startFromChunk = 0 } = {}): Promise<ScavengeResp.AsObject> {
      const options = new operationsPb.StartScavengeReq.Options();
      options.setThreadCount(threads);
      options.setStartFromChunk(startFromChunk);
      const request = new operationsPb.StartScavengeReq();
      request.setOptions(options);
      return (await answerTo<ScavengeResp>((done) => client.startScavenge(request, metadata, done))).toObject();
    },
    async stop(scavengeId: string): Promise<ScavengeResp.AsObject> {
      const options = new operationsPb.StopScavengeReq.Options();
      options.setScavengeId(scavengeId);
      const request = new operationsPb.StopScavengeReq();
      request.setOptions(options);
      return (await answerTo<ScavengeResp>((done) => client.stopScavenge(request, metadata, done))).toObject();
    },
  };
}

export interface ScavengeEnd {
  readonly scavengeId: string;
  readonly result: string;
  readonly spaceSaved: number;
}

/** What the scavenge's own stream says of its end, once it says it. */
export async function scavengeEnd(client: EventStoreDBClient, scavengeId: string): Promise<ScavengeEnd> {
  let end: ScavengeEnd | undefined;
  await until(async () => {
    const told = await collect(client.readStream(`$scavenges-${scavengeId}`)).catch(() => []);
    const last = told[told.length - 1]?.event;
    if (last?.type === '$scavengeCompleted') end = last.data as unknown as ScavengeEnd;
    return end !== undefined;
  });
  return end as ScavengeEnd;
}
