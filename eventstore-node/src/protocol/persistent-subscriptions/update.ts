import type { PersistentSubscriptions } from '../../persistent-subscriptions/groups.js';
import { unary, type Method } from '../../transport/grpc-server.js';
import { userOf } from './caller.js';
import { definitionOf, keyOfChanged } from './definition.js';
import { emptyResponse, optionsOf, updateRequest } from './messages.js';

export const updateGroup = (groups: PersistentSubscriptions): Method =>
  unary(async (request, call) => {
    const options = optionsOf(updateRequest.decode(request));
    // A group that is not there comes before what is wrong with its settings.
    const { key } = groups.find(keyOfChanged(options)).entry;
    await groups.update(key, definitionOf(options).settings, userOf(call));
    return emptyResponse;
  });
