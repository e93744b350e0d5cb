/** What operators ask of a server, by services that the client has stubs of and no methods. */
import operationsGrpc from '@eventstore/db-client/generated/operations_grpc_pb.js';
import operationsPb, { type ScavengeResp } from '@eventstore/db-client/generated/operations_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { answerTo, callArguments, withStub } from './raw-calls.js';

type Stub = InstanceType<typeof operationsGrpc.OperationsClient>;
type Asked = 'resignNode' | 'mergeIndexes' | 'restartPersistentSubscriptions';

export const ask = (client: EventStoreDBClient, asked: Asked): Promise<unknown> =>
  withStub(client, operationsGrpc.OperationsClient, (stub: Stub) =>
    answerTo((answered) => stub[asked](new sharedPb.Empty(), ...callArguments(client), answered)),
  );

export const setPriority = (client: EventStoreDBClient, priority: number): Promise<unknown> =>
  withStub(client, operationsGrpc.OperationsClient, (stub) => {
    const request = new operationsPb.SetNodePriorityReq();
    request.setPriority(priority);
    return answerTo((answered) => stub.setNodePriority(request, ...callArguments(client), answered));
  });

export const stopScavenge = (client: EventStoreDBClient, scavengeId: string): Promise<unknown> =>
  withStub(client, operationsGrpc.OperationsClient, (stub) => {
    const request = new operationsPb.StopScavengeReq();
    const options = new operationsPb.StopScavengeReq.Options();
    options.setScavengeId(scavengeId);
    request.setOptions(options);
    return answerTo((answered) => stub.stopScavenge(request, ...callArguments(client), answered));
  });

export const scavenge = (client: EventStoreDBClient): Promise<ScavengeResp> =>
  withStub(client, operationsGrpc.OperationsClient, (stub) => {
    const request = new operationsPb.StartScavengeReq();
    const options = new operationsPb.StartScavengeReq.Options();
    options.setThreadCount(1);
    options.setStartFromChunk(0);
    request.setOptions(options);
    return answerTo((answered) => stub.startScavenge(request, ...callArguments(client), answered));
  });
