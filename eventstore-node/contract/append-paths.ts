/** The client has two ways to append, and chooses by whether the call carries credentials. */
import type { ServerUnderContract } from './server-under-contract.js';
import type { ContractLine } from './contract-line.js';

export interface AppendPath {
  readonly name: string;
  /** Options of an append that make it go this way. */
  options(server: ServerUnderContract): object;
}

const batchAppend: AppendPath = { name: 'batch append', options: () => ({}) };
const unaryAppend: AppendPath = {
  name: 'unary append',
  options: ({ address }) => ({ credentials: address.credentials }),
};

/** The same lines for either. */
export const onBothPaths = (lines: (path: AppendPath) => readonly ContractLine[]): ContractLine[] =>
  [batchAppend, unaryAppend].flatMap((path) =>
    lines(path).map((each) => ({ ...each, says: `${each.says} (${path.name})` })),
  );
