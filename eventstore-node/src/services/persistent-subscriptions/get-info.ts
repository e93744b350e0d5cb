import type { PersistentSubscriptions } from '../../persistent-subscriptions/groups.js';
import { getInfoRequest, getInfoResponse, keyOf, optionsOf } from '../../protocol/group-messages.js';
import { unary, type Method } from '../../transport/grpc-server.js';
import { infoMessage } from './info-message.js';

export const getInfo = (groups: PersistentSubscriptions): Method =>
  unary((request) => {
    const group = groups.find(keyOf(optionsOf(getInfoRequest.decode(request))));
    return getInfoResponse.encode({ subscription_info: infoMessage(group.info()) });
  });
