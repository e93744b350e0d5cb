import type { GuardedMethod } from '../../access/guard.js';
import type { PersistentSubscriptions } from '../../persistent-subscriptions/groups.js';
import { deleteRequest, emptyResponse, optionsOf } from '../../protocol/group-messages.js';
import { unary } from '../../transport/grpc-server.js';
import { userOf } from './caller.js';
import { keyOfChanged } from './definition.js';

export const deleteGroup = (groups: PersistentSubscriptions): GuardedMethod =>
  unary(async (request, _call, principal) => {
    await groups.delete(keyOfChanged(optionsOf(deleteRequest.decode(request))), userOf(principal));
    return emptyResponse;
  });
