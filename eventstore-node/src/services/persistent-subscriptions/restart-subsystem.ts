import type { PersistentSubscriptions } from '../../persistent-subscriptions/groups.js';
import { emptyResponse } from '../../protocol/group-messages.js';
import { unary, type Method } from '../../transport/grpc-server.js';

export const restartSubsystem = (groups: PersistentSubscriptions): Method =>
  unary(async () => {
    await groups.restart();
    return emptyResponse;
  });
