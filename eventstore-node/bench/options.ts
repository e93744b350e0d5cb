import { tmpdir } from 'node:os';
import { Command, InvalidArgumentError, Option } from 'commander';

export interface BenchOptions {
  /** Measures this server, as far as it can be done from outside; without it a node of the benchmark's own. */
  readonly url?: string;
  readonly rounds: number;
  readonly seconds: number;
  readonly events: number;
  readonly directory: string;
}

const count = (text: string): number => {
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return Number(text);
};

export const parseBenchOptions = (argv: readonly string[]): BenchOptions =>
  new Command('bench')
    .description('Figures of the event store node, beside what the machine itself can do.')
    .addOption(
      new Option('--url <url>', 'measure this server instead; no restarts and sizes then').env('EVENTSTORE_URL'),
    )
    .option('--rounds <number>', 'rounds of each measurement; medians are taken', count, 3)
    .option('--seconds <number>', 'length of a round', count, 3)
    .option('--events <number>', 'events of the large log, ten to a stream', count, 1_000_000)
    .option('--directory <path>', 'where data is written: on the disk to be measured', tmpdir())
    .parse(argv, { from: 'user' })
    .opts<BenchOptions>();
