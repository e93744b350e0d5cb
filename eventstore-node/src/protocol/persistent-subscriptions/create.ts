import type { PersistentSubscriptions } from '../../persistent-subscriptions/groups.js';
import { unary, type Method } from '../../transport/grpc-server.js';
import { definitionOf } from './definition.js';
import { createRequest, emptyResponse, optionsOf } from './messages.js';
import { userOf } from './caller.js';

export const createGroup = (groups: PersistentSubscriptions): Method =>
  unary(async (request, call) => {
    const { key, settings, filter } = definitionOf(optionsOf(createRequest.decode(request)));
    await groups.create(key, settings, filter, userOf(call));
    return emptyResponse;
  });
