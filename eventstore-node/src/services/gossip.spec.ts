import gossipGrpc from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import { credentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startNodeInTest, type NodeInTest } from '../../testing/node-in-test.js';
import { answerTo } from '../../testing/raw-calls.js';

let server: NodeInTest;
beforeAll(async () => {
  server = await startNodeInTest();
});
afterAll(() => server.stop());

test('its one member leads, and is the one that HTTP tells of', async () => {
  const { port } = server.node;
  const client = new gossipGrpc.GossipClient(`127.0.0.1:${port}`, credentials.createInsecure());
  const told = await answerTo<ClusterInfo>((done) => client.read(new sharedPb.Empty(), done));
  client.close();
  const [member] = told.toObject().membersList;
  expect(member).toMatchObject({ state: 8, isAlive: true, httpEndPoint: { address: '127.0.0.1', port } });
  const overHttp = (await (await fetch(`http://127.0.0.1:${port}/gossip`)).json()) as {
    members: readonly { readonly instanceId: string }[];
  };
  const bits = member?.instanceId?.structured;
  const id = [bits?.mostSignificantBits, bits?.leastSignificantBits]
    .map((part) =>
      BigInt.asUintN(64, BigInt(part ?? 0))
        .toString(16)
        .padStart(16, '0'),
    )
    .join('');
  expect(id).toBe(overHttp.members[0]?.instanceId.replaceAll('-', ''));
});
