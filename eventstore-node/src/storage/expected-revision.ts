/** What a writer states about the stream it appends to. A number is the revision of the last event. */
export type ExpectedRevision = 'any' | 'no_stream' | 'stream_exists' | number;

/** Revision of a stream without events. */
export const NO_REVISION = -1;

export const exactRevision = (expected: ExpectedRevision): number | undefined =>
  typeof expected === 'number' ? expected : expected === 'no_stream' ? NO_REVISION : undefined;
