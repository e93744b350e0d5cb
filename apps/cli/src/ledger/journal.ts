/** `journal`: every posting, as hledger and ledger-cli read it. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { journalAt } from '#from-log/ledger/journal.js';
import { entryView } from '#from-log/entry-view.js';
import { postedEntries } from '#from-log/ledger/posted-entries.js';
import { positionText } from '#event-store/port/position-text.js';
import { example, readsLog } from '../options.js';
import { type Source, type SourceOptions, withSource } from '../source/source.js';
import { type CutOptions, cutIn, cutsLedger } from './cut-options.js';

type Given = SourceOptions & CutOptions & { readonly output?: string; readonly json: boolean };

export const journalCommand = readsLog(cutsLedger(new Command('journal')))
  .description('Writes every entry that moves credits as balanced postings: a journal for hledger, or lines of JSON.')
  .option('--output <file>', 'where to (default: the output)')
  .addHelpText(...example('journal --output drawdown.journal && hledger -f drawdown.journal balance'))
  .action((given: Given) =>
    withSource(given, async (source) => {
      const pieces = given.json ? jsonLines(source, given) : await journalAt(source.store, await cutIn(source, given));
      await pipeline(
        Readable.from(pieces),
        given.output === undefined ? process.stdout : createWriteStream(given.output),
      );
    }),
  );

async function* jsonLines(source: Source, given: CutOptions): AsyncGenerator<string, void, void> {
  const cut = await cutIn(source, given);
  for await (const { accountId, entry, postings, position } of postedEntries(source.store, cut)) {
    const { revision, type, recordedAt, effectiveAt } = entryView(entry);
    const line = { accountId, revision, type, recordedAt, effectiveAt, position: positionText(position), postings };
    if (postings.length > 0) yield `${JSON.stringify(line)}\n`;
  }
}
