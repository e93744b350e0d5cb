import type { PersistentSubscriptions } from '../../persistent-subscriptions/groups.js';
import { unary, type Method } from '../../transport/grpc-server.js';
import { userOf } from './caller.js';
import { keyOfChanged } from './definition.js';
import { deleteRequest, emptyResponse, optionsOf } from './messages.js';

export const deleteGroup = (groups: PersistentSubscriptions): Method =>
  unary(async (request, call) => {
    await groups.delete(keyOfChanged(optionsOf(deleteRequest.decode(request))), userOf(call));
    return emptyResponse;
  });
