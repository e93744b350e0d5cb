/** What the contract is made of: sentences, each with what it comes to and how to see it. */
import { isDeepStrictEqual } from 'node:util';
import type { EmbeddedNode } from './embedded-node.js';
import type { ServerUnderContract } from './server-under-contract.js';

/** Plain data, compared deeply: what was seen against what must be seen. */
export type Observation = unknown;

/** Starts another embedded node, on data of its own; it is removed when the line is done. */
export type StartNode = (options?: readonly string[]) => Promise<EmbeddedNode>;

/** A sentence, and what it comes to: an observation, or `either` of some. */
export interface Promised {
  readonly says: string;
  readonly expected: Observation;
}

/** What servers of one version, or one server from day to day, answer differently, and clients can live with. */
export class Either {
  constructor(readonly observations: readonly Observation[]) {}
}
export const either = (...observations: readonly Observation[]): Either => new Either(observations);

export const isExpected = (observed: Observation, expected: Observation): boolean =>
  expected instanceof Either
    ? expected.observations.some((each) => isDeepStrictEqual(observed, each))
    : isDeepStrictEqual(observed, expected);

/** May be tried on anybody's server: touches nothing but streams of its own. */
export interface LineForAnyServer<Server = ServerUnderContract> extends Promised {
  readonly observe: (server: Server) => Promise<Observation>;
}

/** Needs a server of its own: it kills it, or puts load on it. */
export interface LineForEmbeddedNode extends Promised {
  /** Why, in a few words. */
  readonly onlyEmbedded: string;
  readonly observe: (startNode: StartNode) => Promise<Observation>;
}

/** Needs TLS, and the users of a new server: `admin` and `ops`, each with `changeit`. */
export interface LineForSecureServer extends Promised {
  readonly needsUsers: true;
  readonly observe: (server: ServerUnderContract) => Promise<Observation>;
}

export type ContractLine<Server = ServerUnderContract> =
  LineForAnyServer<Server> | LineForEmbeddedNode | LineForSecureServer;

export interface Chapter<Server = ServerUnderContract> {
  readonly title: string;
  readonly lines: readonly ContractLine<Server>[];
}

export const line = (says: string, expected: Observation, observe: LineForAnyServer['observe']): LineForAnyServer => ({
  says,
  expected,
  observe,
});

export const lineOfItsOwnNode = (
  onlyEmbedded: string,
  says: string,
  expected: Observation,
  observe: LineForEmbeddedNode['observe'],
): LineForEmbeddedNode => ({ says, expected, onlyEmbedded, observe });

export const lineAboutUsers = (
  says: string,
  expected: Observation,
  observe: LineForSecureServer['observe'],
): LineForSecureServer => ({ says, expected, needsUsers: true, observe });
