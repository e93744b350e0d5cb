/** The names of all streams. Nothing else puts one together. */

/** A kind of stream of which there is one per id … */
export type StreamCategory =
  'account' | 'promo-code' | 'model' | 'webhook' | 'follower' | 'checkpoint-tiles' | `snapshot-${string}`;
/** … and streams of which there is one. */
export type SingleStream =
  'price-catalogue' | 'plan-catalogue' | 'webhooks' | 'test-clock' | 'settings' | 'fence' | 'checkpoints';

/** The follower that brings changed plans to their accounts, whose checkpoint a test clock waits for before it moves. */
export const PLAN_TERMS_FOLLOWER = 'plan-terms';
export const REDEMPTIONS_FOLLOWER = 'redemptions';
export const WEBHOOKS_FOLLOWER = 'webhooks';

/** `account-acme`; a single stream has no id. Ids are used as they are: EventStoreDB takes any string. */
export const streamName = (category: string, id = ''): string => (id === '' ? category : `${category}-${id}`);

/** Where the snapshots of a stream are kept. Their prefix keeps them out of subscriptions to the stream's category. */
export const snapshotStream = (category: string, id: string): string => streamName(`snapshot-${category}`, id);

/** Where a server keeps what it is told about a stream: how many events of it to keep. */
export const metadataStream = (stream: string): string => `$$${stream}`;

/** The prefix that a subscription to a category filters by. */
export const streamPrefix = (category: string): string => `${category}-`;

/** The id in a stream's name. The stream is of the category. */
export const idOf = (category: string, stream: string): string => stream.slice(category.length + 1);
