/** The options of a run of the benchmark. */
import { Command, InvalidArgumentError } from 'commander';

/** @typedef {{ rounds: number, seconds: number, accounts: number, apis: number, connections: number, json: boolean, strict: boolean,
 *   peer: boolean, only?: string[], history: boolean, features: boolean, charges: number, memoryMinutes?: number }} Options */

/** @param {string} text */
export const count = (text) => {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return Number(text);
};

/**
 * @param {readonly string[]} argv
 * @returns {Options}
 */
export function parseOptions(argv) {
  const command = new Command('bench')
    .description('Drawdown beside a bare Nest/Fastify endpoint, or beside PostgreSQL, on processes of its own.')
    .option('--peer', 'beside a ledger in PostgreSQL behind the same Nest: rates, latencies, CPU and ratios', false)
    .option('--only <names>', 'workloads beside the peer, separated by commas', (text) => text.split(','))
    .option(
      '--history',
      'an account with very many charges, and one of 100 buckets, beside one with 1,000 charges',
      false,
    )
    .option('--features', 'accounts with a plan, holds and running resources, beside accounts with credits only', false)
    .option(
      '--memory-minutes <number>',
      'charges at full load for so long: what each process keeps resident, and lag',
      count,
    )
    .option('--charges <number>', 'charges of the old account, with --history', count, 1_000_000)
    .option('--rounds <number>', 'rounds of each measurement; medians are taken', count, 5)
    .option('--seconds <number>', 'length of a round', count, 5)
    .option('--accounts <number>', 'accounts that the charges are spread over', count, 10_000)
    .option('--apis <number>', 'API processes, each of which is asked for accounts of its own', count, 1)
    .option('--connections <number>', 'requests at a time', count, 64)
    .option('--json', 'print the figures as JSON', false)
    .option('--strict', 'exit code 1 where a target is missed', false);
  return command.parse(argv, { from: 'user' }).opts();
}
