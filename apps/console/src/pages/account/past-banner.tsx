/** Says that what is shown was, and is not. */
import { Link } from '@tanstack/react-router';
import type { Schemas } from '#client/client.js';
import { Banner } from '../../ui/banner.js';
import { TimeText } from '../../ui/time-text.js';
import type { Moment } from './moment.js';

type Props = { readonly moment: Moment; readonly balance: Schemas['BalanceView'] };

export const PastBanner = ({ moment, balance }: Props) => (
  <Banner
    tone="past"
    title="You see the past"
    actions={
      <Link className="button button-small" to="." search={{}}>
        Back to now
      </Link>
    }
  >
    Balance and buckets <WhatMoment moment={moment} /> (revision {balance.revision.toLocaleString('en-US')}
    {balance.position && <>, position {balance.position}</>}).{' '}
    {balance.final === false && 'Something may still be recorded for that time. '}
    Everything else on this page is as it is now.
  </Banner>
);

function WhatMoment({ moment: { revision, asOf, effective } }: { readonly moment: Moment }) {
  if (asOf !== undefined) {
    return (
      <>
        as recorded by <TimeText at={asOf} />
      </>
    );
  }
  if (effective !== undefined) {
    return (
      <>
        as in effect at <TimeText at={effective} />
      </>
    );
  }
  return <>right after entry {revision?.toLocaleString('en-US')}</>;
}
