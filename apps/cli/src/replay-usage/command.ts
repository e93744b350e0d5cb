/** `replay-usage`: real usage from a file, charged to a running service. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { createApiClient } from '../api-client.js';
import { importPrices } from '../catalogue.js';
import { NOT_RIGHT, endWith } from '../exit-codes.js';
import { type Latencies, latenciesOf } from '../latencies.js';
import { example, jsonOption } from '../options.js';
import { planCharges } from './charges.js';
import { type Field, parseColumns } from './columns.js';
import { type ModelPrice, priceOf } from './model-prices.js';
import { type Replayed, replay } from './replay.js';
import { type Run, SHARED, runTag } from './run.js';
import { serviceTime } from './service-time.js';
import { type TimeZone, UTC, timeZone } from './time-zone.js';
import { readUsageRows } from './usage-rows.js';
import { show } from '../terminal/show.js';
import { TIME_UNITS, type TimeUnit, parseSpeed, requireChargeable } from './usage-time.js';

type Options = {
  readonly file: string;
  readonly accounts: number;
  readonly speed: number;
  readonly columns: Partial<Record<Field, string>>;
  readonly timeZone: TimeZone;
  readonly timeUnit?: TimeUnit;
  readonly included?: boolean;
  readonly models: readonly string[];
  readonly url: string;
  readonly key: string;
  readonly concurrency: number;
  readonly limit?: number;
  readonly run?: Date;
  readonly json: boolean;
};

const MODELS = 'openai:gpt-4o,openai:gpt-4o-mini,anthropic:claude-haiku-4-5,google:gemini-2.5-flash';

const said =
  <T>(parse: (text: string) => T) =>
  (text: string): T => {
    try {
      return parse(text);
    } catch (error) {
      throw new InvalidArgumentError((error as Error).message);
    }
  };

const count = said((text) => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new RangeError('It must be a whole number from 1 on.');
  return Number(text);
});

/** Years have four digits (rule 2.10). */
const RUN_CHARACTERS = '2026-01-31T12:00:00.000Z'.length;

const instantOf = said((text) => {
  const at = new Date(text);
  if (Number.isNaN(at.getTime()) || at.toISOString() !== text || text.length !== RUN_CHARACTERS)
    throw new RangeError('It must be the time that the interrupted run printed.');
  return at;
});

const list = (text: string): readonly string[] => text.split(',').map((each) => each.trim());

export const replayUsageCommand = new Command('replay-usage')
  .description(
    `Charges the rows of a usage file (CSV or NDJSON) to accounts of their own in a running service, and proves itself. Exit code ${NOT_RIGHT} where something is not proved.`,
  )
  .requiredOption('--file <file>', 'CSV with headings, or NDJSON (.ndjson, .jsonl)')
  .option('--accounts <number>', 'accounts that share the rows', count, 100)
  .addOption(
    new Option('--speed <speed>', 'max, or times as fast as it happened: 1x, 60x')
      .argParser(said(parseSpeed))
      .default(Infinity, 'max'),
  )
  .addOption(
    new Option(
      '--columns <mapping>',
      'timestamp=…,input=…,output=…[,cached=…][,cacheWrite=…][,reasoning=…][,model=…][,account=…][,id=…]; ' +
        'members of members with dots: input=usage.input_tokens; ' +
        'rows of one id are charged once, in other runs too',
    )
      .argParser(said(parseColumns))
      .default({}, 'found by their headings'),
  )
  .addOption(
    new Option('--time-zone <zone>', 'of times that name none, such as Europe/Berlin')
      .argParser(said(timeZone))
      .default(UTC, UTC.name),
  )
  .addOption(
    new Option(
      '--time-unit <unit>',
      'of numeric times, which may count from 0 (default: by their digits, s or ms)',
    ).choices(TIME_UNITS),
  )
  .option(
    '--included',
    'input counts what is cached or written to a cache too, and output what is reasoning, as OpenAI logs them',
  )
  .addOption(
    new Option('--models <list>', 'provider:model of @pydantic/genai-prices, comma-separated')
      .argParser(list)
      .default(list(MODELS), MODELS),
  )
  .option('--url <url>', 'where the service is', 'http://127.0.0.1:3000')
  .addOption(new Option('--key <key>', 'an admin API key').env('DRAWDOWN_API_KEY').default('dev-admin'))
  .option('--concurrency <number>', 'requests at a time', count, 64)
  .option('--limit <number>', 'only the first rows of the file', count)
  .option('--run <time>', 'go on with a run that was interrupted, by the time that it printed', instantOf)
  .addOption(jsonOption())
  .addHelpText(...example('replay-usage --file trace.csv --accounts 200 --speed max'))
  .action(async (options: Options) => {
    endWith(await replayUsage(options));
  });

async function replayUsage(options: Options): Promise<boolean> {
  const api = createApiClient({ url: options.url, apiKey: options.key });
  const { rows: all, repeated } = await readUsageRows(options.file, {
    ...options,
    areIncluded: options.included === true,
  });
  const rows = all.slice(0, options.limit);
  if (rows.length === 0) throw new RangeError(`${options.file} has no rows`);
  requireChargeable(rows.map(({ atMs }) => atMs));
  const now = options.run ?? (await serviceTime(api));
  const tag = runTag(now, rows, [options.accounts, options.models]);
  // At once, for who interrupts it needs them; the one JSON document stands alone in the output.
  const say = options.json ? console.error : console.log;
  say(`${rows.length} rows of ${options.file}, charged to accounts replay-${tag}-…`);
  if (repeated > 0) say(`${repeated} more repeat the id of an earlier row: charged once`);
  const again = tag === SHARED ? '' : ` with --run ${now.toISOString()}`;
  say(`to resume after an interruption, run the same command${again}`);
  const { prices } = await importPrices(api, wantedPrices(options.models, now), {
    key: `${tag}-${now.getTime()}`,
    replace: false,
  });
  for (const { model, inputTokenPrice, outputTokenPrice } of prices) {
    say(`  ${model}: ${inputTokenPrice} per input token, ${outputTokenPrice} per output token`);
  }
  const run: Run = { tag, now, accounts: options.accounts, prices };
  const replayed = await replay(api, planCharges(rows, run), { ...options, isShared: tag === SHARED });
  const { latenciesMs, ...proved } = replayed;
  const summary = {
    run: now.toISOString(),
    repeated,
    prices,
    ...proved,
    ...latenciesOf(latenciesMs),
    retries: api.retries(),
  };
  show(options.json, summary, () => textOf(summary));
  return replayed.claims.every(({ holds }) => holds);
}

function wantedPrices(models: readonly string[], at: Date): readonly ModelPrice[] {
  return models.map((name) => {
    const [provider = '', ...model] = name.split(':');
    const price = priceOf(provider, model.join(':'), at);
    if (!price) throw new RangeError(`--models: @pydantic/genai-prices has no price per token for ${name}`);
    return price;
  });
}

type Summary = Omit<Replayed, 'latenciesMs'> & Latencies & { readonly retries: number };

function textOf({ claims, charges, accounts, tookMs, p50Ms, p99Ms, maxMs, retries }: Summary): string {
  const rate = Math.round((charges * 1000) / tookMs);
  return [
    `\n${charges} charges over ${accounts} accounts in ${(tookMs / 1000).toFixed(1)} s: ${rate}/s`,
    `latency p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms, max ${maxMs.toFixed(1)} ms; ${retries} retries\n`,
    ...claims.map(({ claim, holds, shown }) => `${holds ? 'proved' : 'FAILED'}  ${claim}: ${shown}`),
  ].join('\n');
}
