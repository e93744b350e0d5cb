import { ALL } from '../storage/stream-settings.js';
import { codecOf, type Int64 } from './codecs.js';
import type { GroupKey } from './group-key.js';
import { invalidArgument } from './stream-errors.js';
import { streamName, type FilterOptions, type PositionMessage, type StreamIdentifier } from './stream-messages.js';
import type { UuidMessage } from './uuid.js';

export interface GroupOptions {
  readonly stream_option?: 'stream_identifier' | 'all';
  readonly stream_identifier?: StreamIdentifier | null;
  readonly group_name: string;
}

export interface ReadOptions extends GroupOptions {
  readonly buffer_size: number;
  readonly uuid_option?: { readonly content?: 'structured' | 'string' } | null;
}
export interface ReadRequest {
  readonly content?: 'options' | 'ack' | 'nack';
  readonly options?: ReadOptions;
  readonly ack?: { readonly ids: readonly UuidMessage[] };
  readonly nack?: { readonly ids: readonly UuidMessage[]; readonly action: number; readonly reason: string };
}

export interface SettingsMessage {
  readonly resolve_links: boolean;
  readonly revision: Int64;
  readonly extra_statistics: boolean;
  readonly max_retry_count: number;
  readonly min_checkpoint_count: number;
  readonly max_checkpoint_count: number;
  readonly max_subscriber_count: number;
  readonly live_buffer_size: number;
  readonly read_batch_size: number;
  readonly history_buffer_size: number;
  readonly named_consumer_strategy: number;
  readonly message_timeout?: 'message_timeout_ticks' | 'message_timeout_ms';
  readonly message_timeout_ticks: Int64;
  readonly message_timeout_ms: number;
  readonly checkpoint_after?: 'checkpoint_after_ticks' | 'checkpoint_after_ms';
  readonly checkpoint_after_ticks: Int64;
  readonly checkpoint_after_ms: number;
  readonly consumer_strategy: string;
}
/** Of a creation, or of an update, which brings no filter. */
export interface DefinitionOptions {
  readonly stream_option?: 'stream' | 'all';
  readonly stream?: {
    readonly stream_identifier?: StreamIdentifier | null;
    readonly revision_option?: 'revision' | 'start' | 'end';
    readonly revision: Int64;
  };
  readonly all?: {
    readonly all_option?: 'position' | 'start' | 'end';
    readonly position: PositionMessage;
    readonly filter_option?: 'filter' | 'no_filter';
    readonly filter?: FilterOptions;
  };
  readonly stream_identifier?: StreamIdentifier | null;
  readonly group_name: string;
  readonly settings?: SettingsMessage | null;
}
/** What creations, updates and deletions have in common. */
export type ChangedGroup = Pick<DefinitionOptions, 'stream' | 'stream_identifier' | 'group_name'> & {
  readonly stream_option?: string;
};
export interface ReplayParkedOptions extends GroupOptions {
  readonly stop_at_option?: 'stop_at' | 'no_limit';
  readonly stop_at: Int64;
}
export interface ListOptions {
  readonly list_option?: 'list_all_subscriptions' | 'list_for_stream';
  readonly list_for_stream?: { readonly stream_option?: 'stream' | 'all'; readonly stream: StreamIdentifier };
}

interface Request<Options> {
  readonly options?: Options | null;
}
type Message = Record<string, unknown>;

const name = (message: string) => `event_store.client.persistent_subscriptions.${message}`;
export const readRequest = codecOf<ReadRequest>(name('ReadReq'));
export const readResponse = codecOf<Message>(name('ReadResp'));
export const createRequest = codecOf<Request<DefinitionOptions>>(name('CreateReq'));
export const updateRequest = codecOf<Request<DefinitionOptions>>(name('UpdateReq'));
export const deleteRequest = codecOf<Request<GroupOptions>>(name('DeleteReq'));
export const getInfoRequest = codecOf<Request<GroupOptions>>(name('GetInfoReq'));
export const getInfoResponse = codecOf<Message>(name('GetInfoResp'));
export const replayParkedRequest = codecOf<Request<ReplayParkedOptions>>(name('ReplayParkedReq'));
export const listRequest = codecOf<Request<ListOptions>>(name('ListReq'));
export const listResponse = codecOf<Message>(name('ListResp'));
/** Most answers are empty: CreateResp, UpdateResp, DeleteResp, ReplayParkedResp, Empty. */
export const emptyResponse = new Uint8Array();

export function optionsOf<Options>({ options }: Request<Options>): Options {
  if (!options) throw invalidArgument('The options of the request are not set.');
  return options;
}

/** The group that a request is about. */
export function keyOf({ stream_option, stream_identifier, group_name }: GroupOptions): GroupKey {
  if (stream_option === 'all') return { streamName: ALL, groupName: group_name };
  if (!stream_identifier) throw invalidArgument('Neither a stream nor $all is given.');
  return { streamName: streamName(stream_identifier), groupName: group_name };
}
