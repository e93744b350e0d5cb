/** Where to look at the whole ledger's past (rule 9.9). */
import { type Command, Option } from 'commander';
import type { Instant } from '#domain/messages.js';
import type { Position } from '#event-store/port/event-store.js';
import { type LedgerCut, LedgerCuts } from '#from-log/ledger/ledger-cut.js';
import { instantIn, positionOf } from '../options.js';
import type { Source } from '../source/source.js';

export type CutOptions = { readonly at?: Instant; readonly position?: Position };

export const cutsLedger = (command: Command): Command =>
  command
    .addOption(new Option('--at <time>', 'what was recorded by then').argParser(instantIn).conflicts('position'))
    .addOption(
      new Option('--position <commit/prepare>', 'what was recorded up to this place in the log').argParser(positionOf),
    );

export const cutIn = ({ store, clock }: Source, { at, position }: CutOptions): Promise<LedgerCut> =>
  new LedgerCuts(store, clock).cut({ asOf: at, position });
