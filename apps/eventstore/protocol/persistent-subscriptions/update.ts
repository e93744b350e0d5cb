import type { PersistentSubscriptions } from '../../persistent-subscriptions/groups.js';
import { unary, type Method } from '../../transport/grpc-server.js';
import { userOf } from './caller.js';
import { definitionOf } from './definition.js';
import { emptyResponse, optionsOf, updateRequest } from './messages.js';

export const updateGroup = (groups: PersistentSubscriptions): Method =>
  unary(async (request, call) => {
    const { key, settings } = definitionOf(optionsOf(updateRequest.decode(request)));
    await groups.update(key, settings, userOf(call));
    return emptyResponse;
  });
