/** Drawdown's HTTP API with the types of its OpenAPI document. Knows nothing else of the product. */
import createFetchClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './generated/schema.js';
import { type Send, retrying } from './retries.js';

export type DrawdownClient = Client<paths>;
/** What bodies and answers look like, by their names in the document. */
export type Schemas = components['schemas'];

export type ClientOptions = {
  /** Where the API is, without a path: `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly apiKey: string;
  /** How a request is sent: repeated for half a minute where it is not decided, if not said. */
  readonly fetch?: Send;
};

/** Its methods resolve to `data`, or to the problem as `error`; they reject where no answer came. */
export const createClient = ({ url, apiKey, fetch = retrying() }: ClientOptions): DrawdownClient =>
  createFetchClient<paths>({ baseUrl: url, headers: { authorization: `Bearer ${apiKey}` }, fetch });
