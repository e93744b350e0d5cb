/** `trial-balance`: what stands in every ledger account; all of it sums to zero. */
import { Command } from 'commander';
import { sum } from '#domain/money.js';
import { positionText } from '#event-store/port/position-text.js';
import { balancesAt } from '#from-log/ledger/balances.js';
import { example, readsLog } from '../options.js';
import { type Source, type SourceOptions, withSource } from '../source/source.js';
import { show } from '../terminal/show.js';
import { table } from '../terminal/table.js';
import { type CutOptions, cutIn, cutsLedger } from './cut-options.js';

type Given = SourceOptions & CutOptions & { readonly json: boolean };

export const trialBalanceCommand = readsLog(cutsLedger(new Command('trial-balance')))
  .description(
    'Shows what stands in every ledger account of the whole ledger, now or as of a time or a place in the log.',
  )
  .addHelpText(...example('trial-balance --at 2026-11-30T12:00:00Z'))
  .action(async (given: Given) => {
    const view = await withSource(given, (source) => trialBalance(source, given));
    show(given.json, view, () => textOf(view));
  });

async function trialBalance(source: Source, given: CutOptions) {
  const cut = await cutIn(source, given);
  const { balances, position } = await balancesAt(source.store, cut);
  const items = [...balances.keys()].toSorted().map((account) => ({ account, balance: balances.get(account) ?? null }));
  const { asOf, isFinal: final } = cut;
  return { position: position && positionText(position), asOf, final, items, sum: sum([...balances.values()]) };
}

function textOf({ position, asOf, items, sum: total }: Awaited<ReturnType<typeof trialBalance>>): string {
  const columns = [
    { title: 'account', of: ({ account }: (typeof items)[number]) => account },
    { title: 'balance', of: ({ balance }: (typeof items)[number]) => balance, align: 'right' as const },
  ];
  return `${table(columns, [...items, { account: 'sum', balance: total }])}\nas of ${asOf ?? 'its position'}, position ${position ?? 'none'}`;
}
