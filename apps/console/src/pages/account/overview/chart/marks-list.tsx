import { duration } from '../../../../format/times.js';
import { AmountText } from '../../../../ui/amount-text.js';
import { TimeText } from '../../../../ui/time-text.js';
import type { Marks } from './draw-marks.js';

const at = (ms: number): string => new Date(ms).toISOString();
/** More are seen in the chart. */
const MOST_LISTED = 4;

/** What the chart marks, in words. */
export function MarksList({ marks: { expiries, graceWindows } }: { readonly marks: Marks }) {
  if (expiries.length + graceWindows.length === 0) return null;
  return (
    <ul className="chart-marks" aria-label="Marked in the chart">
      {graceWindows.slice(-MOST_LISTED).map(({ fromMs, toMs }) => (
        <li key={fromMs}>
          <i className="mark-grace" aria-hidden="true" />
          <span>
            grace from <TimeText at={at(fromMs)} />, {duration(toMs - fromMs)}
          </span>
        </li>
      ))}
      {expiries.slice(-MOST_LISTED).map(({ atMs, amount }) => (
        <li key={atMs}>
          <i className="mark-expiry" aria-hidden="true" />
          <span>
            <AmountText amount={amount} decimals={4} /> expire <TimeText at={at(atMs)} />
          </span>
        </li>
      ))}
      {expiries.length > MOST_LISTED && <li className="muted">{expiries.length - MOST_LISTED} expiries more</li>}
    </ul>
  );
}
