/** Where a message comes from: the group's source, or the messages that were parked and are replayed. */
export type Origin =
  | { readonly kind: 'source'; readonly ordinal: number; readonly before: number | undefined }
  | { readonly kind: 'parked'; readonly revision: number };

/** An event on its way to a consumer. Once sent it keeps no bytes: a retry reads them from the log again. */
export interface Message {
  /** The event's id, by which consumers acknowledge it. */
  readonly id: string;
  /** Where its record is in the log. */
  readonly position: number;
  readonly origin: Origin;
  retryCount: number;
  record: Buffer | undefined;
  /** What a pinned message is pinned by, once it is known. */
  pinnedBy?: string;
}
