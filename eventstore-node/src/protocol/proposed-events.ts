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

const property = (metadata: Readonly<Record<string, string>>, name: string): string => {
  const value = metadata[name];
  if (value === undefined) throw new InvalidEvent(`Required Metadata Property '${name}' is missing`, name);
  return value;
};

export function proposedEvent({ id, metadata, custom_metadata, data }: ProposedMessage): ProposedEvent {
  const type = property(metadata, 'type');
  const contentType = property(metadata, 'content-type') === JSON_CONTENT ? JSON_CONTENT : BINARY_CONTENT;
  const eventId = id && uuidText(id);
  if (eventId === undefined) throw new InvalidEvent('The id of an event must be a UUID.');
  if (eventId === NO_ID) throw new InvalidEvent('The id of an event must not be all zeros.');
  if (type === '') throw new InvalidEvent('The type of an event must not be empty.');
  return { id: eventId, type, contentType, metadata: custom_metadata, data };
}

/** What counts against the largest append: as the server counts, type, data and metadata. */
export const sizeOf = ({ type, data, metadata }: ProposedEvent): number =>
  2 * type.length + data.length + metadata.length;
