import type { PersistentSubscriptions } from '../../persistent-subscriptions/groups.js';
import { unary, type Method } from '../../transport/grpc-server.js';
import { emptyResponse } from './messages.js';

export const restartSubsystem = (groups: PersistentSubscriptions): Method =>
  unary(async () => {
    await groups.restart();
    return emptyResponse;
  });
