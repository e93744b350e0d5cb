import type { Schemas } from '#client/client.js';
import type { Column } from '../../../ui/data-table.js';
import { perMillion } from './per-million.js';

export type Model = Schemas['ModelAnswer'];

const Price = ({ price }: { readonly price: string | undefined }) =>
  price === undefined ? (
    <span className="muted">as input</span>
  ) : (
    <span title={`${price} a token`}>{perMillion(price)}</span>
  );

/** What a model costs, of each line of a table of models or of a history. */
export const priceColumns: readonly Column<Model>[] = [
  {
    id: 'input',
    header: 'Input',
    align: 'end',
    width: '7rem',
    cell: (model) => <Price price={model.input_token_price} />,
  },
  {
    id: 'cached',
    header: 'Cached',
    align: 'end',
    width: '7rem',
    cell: (model) => <Price price={model.cached_input_token_price} />,
  },
  {
    id: 'output',
    header: 'Output',
    align: 'end',
    width: '7rem',
    cell: (model) => <Price price={model.output_token_price} />,
  },
  { id: 'more', header: 'Also', cell: alsoOf },
];

function alsoOf({ unit_prices = {}, tiers = [] }: Model): string {
  const units = Object.entries(unit_prices as Readonly<Record<string, string>>).map(
    ([unit, price]) => `${price} a ${unit.replace('_', ' ')}`,
  );
  const above = tiers.map(
    ({ above_prompt_tokens: tokens }) => `other prices above ${tokens.toLocaleString('en-US')} tokens`,
  );
  return [...units, ...above].join(', ');
}
