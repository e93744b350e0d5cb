import type { GuardedMethod } from '../../access/guard.js';
import type { PersistentSubscriptions } from '../../persistent-subscriptions/groups.js';
import { emptyResponse, optionsOf, updateRequest } from '../../protocol/group-messages.js';
import { unary } from '../../transport/grpc-server.js';
import { userOf } from './caller.js';
import { definitionOf, keyOfChanged } from './definition.js';

export const updateGroup = (groups: PersistentSubscriptions): GuardedMethod =>
  unary(async (request, _call, principal) => {
    const options = optionsOf(updateRequest.decode(request));
    // A group that is not there comes before what is wrong with its settings.
    const { key } = groups.find(keyOfChanged(options)).entry;
    await groups.update(key, definitionOf(options).settings, userOf(principal));
    return emptyResponse;
  });
