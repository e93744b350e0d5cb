import { codecOf } from '../protocol/codecs.js';
import { structuredUuid } from '../protocol/uuid.js';
import { unary, type Method } from '../transport/grpc-server.js';

export interface Member {
  readonly instanceId: string;
  readonly host: string;
  readonly port: number;
  /** Nothing comes of it in a cluster of one. */
  readonly priority: number;
}

export const LEADER = 8;

const clusterInfo = codecOf<{ members: readonly object[] }>('event_store.client.ClusterInfo');

/** A cluster of one, which leads. */
export const gossip = (member: () => Member): Method =>
  unary(() => {
    const { instanceId, host, port } = member();
    return clusterInfo.encode({
      members: [
        {
          instance_id: structuredUuid(instanceId),
          time_stamp: Date.now() * 10_000,
          state: LEADER,
          is_alive: true,
          http_end_point: { address: host, port },
        },
      ],
    });
  });
