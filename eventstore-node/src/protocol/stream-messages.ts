import { codecOf, toNumber, type Int64 } from './codecs.js';
import type { ExpectedRevision } from '../storage/expected-revision.js';
import type { UuidMessage } from './uuid.js';

export type Empty = Record<string, never>;
export const empty: Empty = {};

export interface StreamIdentifier {
  readonly stream_name: Uint8Array;
}
export interface PositionMessage {
  readonly commit_position: Int64;
  readonly prepare_position: Int64;
}

export interface ReadRequest {
  readonly options?: ReadOptions;
}
export interface ReadOptions {
  readonly stream_option?: 'stream' | 'all';
  readonly stream?: {
    readonly stream_identifier?: StreamIdentifier;
    readonly revision_option?: 'revision' | 'start' | 'end';
    readonly revision: Int64;
  };
  readonly all?: { readonly all_option?: 'position' | 'start' | 'end'; readonly position: PositionMessage };
  readonly read_direction: number;
  readonly resolve_links: boolean;
  readonly count_option?: 'count' | 'subscription';
  readonly count: Int64;
  readonly filter_option?: 'filter' | 'no_filter';
  readonly filter?: FilterOptions;
  readonly uuid_option?: { readonly content?: 'structured' | 'string' };
  readonly control_option?: { readonly compatibility: number };
}
export interface FilterOptions {
  readonly filter?: 'stream_identifier' | 'event_type';
  readonly stream_identifier?: FilterExpression;
  readonly event_type?: FilterExpression;
  readonly window?: 'max' | 'count';
  readonly max: number;
  readonly checkpointIntervalMultiplier: number;
}
export interface FilterExpression {
  readonly regex: string;
  readonly prefix: readonly string[];
}

export interface ProposedMessage {
  readonly id?: UuidMessage;
  readonly metadata: Readonly<Record<string, string>>;
  readonly custom_metadata: Uint8Array;
  readonly data: Uint8Array;
}

/** Names of the choices are the same in every request that states a revision. */
export interface ExpectedRevisionOptions {
  readonly stream_identifier?: StreamIdentifier;
  readonly expected_stream_revision?: 'revision' | 'no_stream' | 'any' | 'stream_exists';
  readonly revision: Int64;
}
export interface AppendRequestMessage {
  readonly content?: 'options' | 'proposed_message';
  readonly options?: ExpectedRevisionOptions;
  readonly proposed_message?: ProposedMessage;
}
const streams = 'event_store.client.streams.';
export const readRequest = codecOf<ReadRequest>(`${streams}ReadReq`);
export const readResponse = codecOf<Record<string, unknown>>(`${streams}ReadResp`);
export const appendRequest = codecOf<AppendRequestMessage>(`${streams}AppendReq`);
export const appendResponse = codecOf<Record<string, unknown>>(`${streams}AppendResp`);
export const batchAppendResponse = codecOf<Record<string, unknown>>(`${streams}BatchAppendResp`);
export const deleteRequest = codecOf<{ options?: ExpectedRevisionOptions }>(`${streams}DeleteReq`);
export const deleteResponse = codecOf<Record<string, unknown>>(`${streams}DeleteResp`);

export const streamName = (identifier: StreamIdentifier): string => {
  // Left out on the wire, it is an array, without a buffer.
  if (identifier.stream_name.length === 0) return '';
  const { buffer, byteOffset, byteLength } = identifier.stream_name;
  return Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
};

/** `$$` would be the metadata of a stream without a name. */
export const isUnnamed = (name: string): boolean => name === '' || name === '$$';

export const expectedRevision = ({
  expected_stream_revision,
  revision,
}: ExpectedRevisionOptions): ExpectedRevision | undefined =>
  expected_stream_revision === 'revision' ? toNumber(revision) : expected_stream_revision;

/** `AppendResp.Success`. An append without events to a stream that isn't there leaves it so. */
export const appendSuccess = ({ revision, position }: Appended): object => ({
  ...(revision < 0 ? { no_stream: empty } : { current_revision: revision }),
  ...positionOption(position),
});

export interface Appended {
  readonly revision: number;
  readonly position: number | undefined;
}

export const positionOption = (position: number | undefined): object =>
  position === undefined ? { no_position: empty } : { position: positionMessage(position) };

export const positionMessage = (position: number): PositionMessage => ({
  commit_position: position,
  prepare_position: position,
});
