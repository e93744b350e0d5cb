import type { PersistentSubscriptions } from '../../persistent-subscriptions/groups.js';
import { toNumber, type Int64 } from '../../protocol/codecs.js';
import { groupFailed } from '../../protocol/group-errors.js';
import { emptyResponse, keyOf, optionsOf, replayParkedRequest } from '../../protocol/group-messages.js';
import { unary, type Method } from '../../transport/grpc-server.js';

/** Hands out again what is parked: all of it, or what comes before `stop_at` in the parked stream. */
export const replayParked = (groups: PersistentSubscriptions): Method =>
  unary((request) => {
    const options = optionsOf(replayParkedRequest.decode(request));
    const key = keyOf(options);
    const hasLimit = options.stop_at_option === 'stop_at';
    if (hasLimit && isNegative(options.stop_at))
      throw groupFailed(key, 'Cannot stop replaying parked message at a negative version.');
    groups.find(key).replayParked(hasLimit ? toNumber(options.stop_at) : Infinity);
    return emptyResponse;
  });

const isNegative = (value: Int64): boolean => (typeof value === 'number' ? value < 0 : value.high < 0);
