export type ConnectOptions = {
  /** How long one append may go without an answer before its outcome counts as unknown. */
  readonly appendWithinMs?: number;
  /** How long a read may stay silent. */
  readonly readWithinMs?: number;
};
