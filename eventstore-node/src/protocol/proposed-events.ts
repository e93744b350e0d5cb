import { BINARY_CONTENT, JSON_CONTENT, type ProposedEvent } from '../storage/recorded-event.js';
import type { ProposedMessage } from './stream-messages.js';
import { uuidText } from './uuid.js';

/** What a client sent that is no event. `missing` names the metadata property the server requires. */
export class InvalidEvent extends Error {
  constructor(
    message: string,
    readonly missing?: string,
  ) {
    super(message);
  }
}

const NO_ID = '00000000-0000-0000-0000-000000000000';

/** What a client sent, as far as it is there. The id is canonical, or is none. */
export interface SentEvent {
  readonly id: string | undefined;
  readonly type: string | undefined;
  readonly contentType: string | undefined;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

const required = (value: string | undefined, name: string): string => {
  if (value === undefined) throw new InvalidEvent(`Required Metadata Property '${name}' is missing`, name);
  return value;
};

/** Throws `InvalidEvent`. */
export function acceptable({ id, type, contentType, data, metadata }: SentEvent): ProposedEvent {
  const givenType = required(type, 'type');
  const storedAs = required(contentType, 'content-type') === JSON_CONTENT ? JSON_CONTENT : BINARY_CONTENT;
  if (id === undefined) throw new InvalidEvent('The id of an event must be a UUID.');
  if (id === NO_ID) throw new InvalidEvent('The id of an event must not be all zeros.');
  if (givenType === '') throw new InvalidEvent('The type of an event must not be empty.');
  return { id, type: givenType, contentType: storedAs, metadata, data };
}

export const proposedEvent = ({ id, metadata, custom_metadata, data }: ProposedMessage): ProposedEvent =>
  acceptable({
    id: id && uuidText(id),
    type: metadata['type'],
    contentType: metadata['content-type'],
    metadata: custom_metadata,
    data,
  });

/** What counts against the largest append: as the server counts, type, data and metadata. */
export const sizeOf = ({ type, data, metadata }: ProposedEvent): number =>
  2 * type.length + data.length + metadata.length;
