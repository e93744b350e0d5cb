import { exactAmount } from '../../../format/amounts.js';
import { compareAmounts, percentOf } from '../../../format/decimals.js';
import type { Day } from './by-day.js';

const dayNames = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
export const dayName = (day: string): string => dayNames.format(Date.parse(day));

/** A bar a day. Whoever does not see them reads the same as a list. */
export function DayBars({ days }: { readonly days: readonly Day[] }) {
  const most = days.reduce((largest, { amount }) => (compareAmounts(amount, largest) > 0 ? amount : largest), '0');
  const [first, last] = [days[0], days.at(-1)];
  return (
    <figure className="day-bars">
      <ul aria-label="Usage by day">
        {days.map(({ day, amount }) => (
          <li key={day} title={`${dayName(day)}: ${exactAmount(amount)}`}>
            <span className="sr-only">
              {dayName(day)}: {exactAmount(amount)}
            </span>
            <span className="day-bar" aria-hidden="true" style={{ height: `${percentOf(amount, most)}%` }} />
          </li>
        ))}
      </ul>
      <figcaption className="muted">
        <span>{first && dayName(first.day)}</span>
        <span>most in a day: {exactAmount(most)}</span>
        <span>{last && dayName(last.day)}</span>
      </figcaption>
    </figure>
  );
}
