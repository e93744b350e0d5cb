import type { PersistentSubscriptions } from '../../persistent-subscriptions/groups.js';
import { listRequest, listResponse, optionsOf, type ListOptions } from '../../protocol/group-messages.js';
import { streamName } from '../../protocol/stream-messages.js';
import { ALL } from '../../storage/stream-settings.js';
import { unary, type Method } from '../../transport/grpc-server.js';
import { infoMessage } from './info-message.js';

/** All groups, or those of one stream. */
export const listGroups = (groups: PersistentSubscriptions): Method =>
  unary((request) => {
    const listed = groups.list(streamOf(optionsOf(listRequest.decode(request))));
    return listResponse.encode({ subscriptions: listed.map((group) => infoMessage(group.info())) });
  });

function streamOf({ list_for_stream }: ListOptions): string | undefined {
  if (!list_for_stream) return undefined;
  return list_for_stream.stream_option === 'stream' ? streamName(list_for_stream.stream) : ALL;
}
