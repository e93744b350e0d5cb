import type { GuardedMethod } from '../../access/guard.js';
import type { PersistentSubscriptions } from '../../persistent-subscriptions/groups.js';
import { createRequest, emptyResponse, optionsOf } from '../../protocol/group-messages.js';
import { unary } from '../../transport/grpc-server.js';
import { userOf } from './caller.js';
import { definitionOf } from './definition.js';

export const createGroup = (groups: PersistentSubscriptions): GuardedMethod =>
  unary(async (request, _call, principal) => {
    const { key, settings, filter } = definitionOf(optionsOf(createRequest.decode(request)));
    await groups.create(key, settings, filter, userOf(principal));
    return emptyResponse;
  });
