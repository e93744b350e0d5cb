import protobuf from 'protobufjs';
import { clusterProto } from './protos/cluster.proto.js';
import { monitoringProto } from './protos/monitoring.proto.js';
import { operationsProto } from './protos/operations.proto.js';
import { persistentProto } from './protos/persistent.proto.js';
import { sharedProto } from './protos/shared.proto.js';
import { statusProto } from './protos/status.proto.js';
import { streamsProto } from './protos/streams.proto.js';
import { usersProto } from './protos/users.proto.js';

/** A 64-bit integer as protobufjs decodes it. */
export type Int64 = number | { toNumber(): number; high: number; low: number };

export interface Codec<Message> {
  decode(bytes: Uint8Array): Message;
  encode(message: Partial<Message>): Uint8Array;
}

const root = new protobuf.Root();
for (const proto of [
  sharedProto,
  statusProto,
  streamsProto,
  persistentProto,
  clusterProto,
  usersProto,
  operationsProto,
  monitoringProto,
])
  protobuf.parse(proto, root, { keepCase: true });
root.resolveAll();

/** Messages are plain objects whose fields are named as in the proto; a oneof's name holds the one of its fields that is set. */
export function codecOf<Message>(fullName: string): Codec<Message> {
  const type = root.lookupType(fullName);
  return {
    decode: (bytes) => type.decode(bytes) as unknown as Message,
    encode: (message) => type.encode(message).finish(),
  };
}

/** Exact up to 2^53, which positions and revisions never reach; what a client sends beyond stays beyond. */
export const toNumber = (value: Int64): number => {
  if (typeof value === 'number') return value;
  return (value.high >>> 0) * 2 ** 32 + (value.low >>> 0);
};
