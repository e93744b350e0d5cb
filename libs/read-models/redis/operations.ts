/** What is written in Redis, and what became of it. Types only. */

/** A command on one key. */
export type Operation = { readonly command: string; readonly key: string; readonly args: readonly (string | number)[] };

/** How the texts in an answer come. */
export type AnswersAs = 'texts' | 'bytes';

/** What becomes of one aggregate's rows, and of its entry in the register. */
export type Rewrite = {
  readonly stream: string;
  readonly entry: string;
  /** The stream revision that the rows reflect afterwards. */
  readonly to: number;
  readonly writes: readonly Operation[];
};

/** One aggregate's rows in a call of `apply`: from one stream revision to another, or not at all. */
export type AggregateWrite = Rewrite & {
  /** The hash that holds the rows; fields of it that are set, each before its text, no more than `MOST_ARGUMENTS`; and how many it has before. */
  readonly rowsKey: string;
  readonly set: readonly string[];
  readonly fields: number;
  readonly from: number;
};

/** `overlap`: another projector applied a part of these events. `damaged`: rows, or events before these, are missing. */
export type Outcome = 'applied' | 'known' | 'overlap' | 'damaged';
