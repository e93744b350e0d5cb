import { ALL } from '../storage/stream-settings.js';

/** What identifies a group: the stream it reads and its name. */
export interface GroupKey {
  readonly streamName: string;
  readonly groupName: string;
}

/** The id that clients see, and that the group's own streams are named after. */
export const idOf = ({ streamName, groupName }: GroupKey): string => `${streamName}::${groupName}`;

/** How clients read and write a place: a revision, or a position in `$all`, of which commit and prepare are the same. */
export const placeText = ({ streamName }: GroupKey, place: number): string =>
  streamName === ALL ? `C:${place}/P:${place}` : String(place);

/** Undefined for what is no place. */
export function parsePlace(text: string): number | undefined {
  const digits = /^(?:C:(\d+)\/P:\d+|(\d+))$/.exec(text);
  return digits ? Number(digits[1] ?? digits[2]) : undefined;
}
