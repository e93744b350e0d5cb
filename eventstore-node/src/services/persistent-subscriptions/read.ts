import { requireAccess, type Access } from '../../access/access.js';
import type { GuardedMethod } from '../../access/guard.js';
import type { Principal } from '../../access/principal.js';
import { Consumer } from '../../persistent-subscriptions/consumer.js';
import type { Group, Refusal } from '../../persistent-subscriptions/group.js';
import type { PersistentSubscriptions } from '../../persistent-subscriptions/groups.js';
import { eventWriter } from '../../protocol/event-writer.js';
import { unexplained } from '../../protocol/group-errors.js';
import { idOf } from '../../protocol/group-key.js';
import { keyOf, readRequest, readResponse, type ReadOptions, type ReadRequest } from '../../protocol/group-messages.js';
import { invalidArgument } from '../../protocol/stream-errors.js';
import { uuidText, type UuidMessage } from '../../protocol/uuid.js';
import type { EventLog } from '../../storage/event-log.js';
import type { GrpcCall } from '../../transport/grpc-call.js';
import { connectionNameOf, userOf } from './caller.js';

/** By the number of the action. `Unknown` is a retry; `Stop`, on the server, does no more than `Skip`. */
const REFUSALS: readonly Refusal[] = ['retry', 'park', 'retry', 'skip', 'skip'];

export interface ConsumingParts {
  readonly groups: PersistentSubscriptions;
  readonly log: EventLog;
  readonly access: Access;
}

/** A consumer of a group: first its options, then what it makes of each event. */
export const readGroup =
  (parts: ConsumingParts): GuardedMethod =>
  (call, principal) => {
    let group: Group | undefined;
    call.receive(
      (message) => {
        const request = readRequest.decode(message);
        if (group) answer(group, request);
        else group = connected(parts, call, principal, request);
      },
      () => call.end(),
    );
  };

function connected(parts: ConsumingParts, call: GrpcCall, principal: Principal, { options }: ReadRequest): Group {
  if (!options) throw invalidArgument('The first message of a consumer must name its group.');
  const key = keyOf(options);
  requireAccess(parts.access, principal, 'read', key.streamName);
  if (options.buffer_size < 1 || key.groupName === '')
    throw unexplained('The buffer size must be at least 1, and the group must have a name.');
  const group = parts.groups.find(key);
  group.requireRoom();
  call.write(readResponse.encode({ subscription_confirmation: { subscription_id: idOf(key) } }));
  const consumer = consumerOf(group, parts, call, principal, options);
  call.onClosed(() => group.disconnect(consumer));
  group.connect(consumer);
  return group;
}

function consumerOf(
  group: Group,
  { log, access }: ConsumingParts,
  call: GrpcCall,
  principal: Principal,
  { buffer_size, uuid_option }: ReadOptions,
): Consumer {
  const { resolveLinkTos, extraStatistics } = group.entry.settings;
  const structuredIds = uuid_option?.content !== 'string';
  const mayRead = (name: string) => access.mayAccess(principal, 'read', name);
  const writer = (resolveLinks: boolean) => eventWriter(log, { resolveLinks, structuredIds, mayRead });
  return new Consumer(
    call,
    { connectionName: connectionNameOf(call), username: userOf(principal), window: buffer_size },
    { ofEvent: writer(resolveLinkTos), ofReplayed: writer(true) },
    { measuresAnswers: extraStatistics },
  );
}

function answer(group: Group, { ack, nack }: ReadRequest): void {
  if (ack) group.acknowledge(idsOf(ack.ids));
  else if (nack) group.refuse(idsOf(nack.ids), REFUSALS[nack.action] ?? 'skip', nack.reason);
  else throw invalidArgument('After the options only acknowledgements can be sent.');
}

const idsOf = (ids: readonly UuidMessage[]): readonly string[] =>
  ids.map((id) => {
    const text = uuidText(id);
    if (text === undefined) throw invalidArgument('The id of an acknowledged event must be a UUID.');
    return text;
  });
