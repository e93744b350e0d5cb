/** Who used how much: the largest first, each with its part of the largest as a bar. */
import { compareAmounts, percentOf } from '../../../format/decimals.js';
import { AmountText } from '../../../ui/amount-text.js';
import './usage.css';

type Share = { readonly name: string; readonly amount: string; readonly note?: string };

export function Shares({ label, shares }: { readonly label: string; readonly shares: readonly Share[] }) {
  const largestFirst = shares.toSorted((one, other) => compareAmounts(other.amount, one.amount));
  const largest = largestFirst[0]?.amount ?? '0';
  return (
    <ul className="shares" aria-label={label}>
      {largestFirst.map(({ name, amount, note }) => (
        <li key={`${name} ${note}`}>
          <span className="shares-name" title={name}>
            {name} {note !== undefined && <small className="muted">{note}</small>}
          </span>
          <span className="shares-bar" aria-hidden="true">
            <span style={{ width: `${percentOf(amount, largest)}%` }} />
          </span>
          <AmountText amount={amount} />
        </li>
      ))}
    </ul>
  );
}
