import { localDate, localTime, relativeTime, utcTime } from '../format/times.js';
import { useNow } from '../session/now.js';

type Props = { readonly at: string; readonly dateOnly?: boolean };

/** In the viewer's zone; UTC on hover. */
export const TimeText = ({ at, dateOnly = false }: Props) => (
  <time dateTime={at} title={utcTime(at)}>
    {dateOnly ? localDate(at) : localTime(at)}
  </time>
);

/** How far away, by the API's clock: `in 4 min 5 s`. */
export const RelativeTime = ({ at }: { readonly at: string }) => (
  <time dateTime={at} title={`${localTime(at)} (${utcTime(at)})`}>
    {relativeTime(at, useNow())}
  </time>
);
