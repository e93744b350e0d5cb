/** Says that what is shown was, and by which clock. */
import { Link, getRouteApi } from '@tanstack/react-router';
import { Banner } from '../../ui/banner.js';
import { TimeText } from '../../ui/time-text.js';
import type { Place } from './moment.js';
import { useAccountId } from './reads.js';

const route = getRouteApi('/accounts/$accountId/replay');

export function PastBanner({ place, newest }: { readonly place: Place; readonly newest: number }) {
  const accountId = useAccountId();
  const isAddressed = Object.keys(route.useSearch()).length > 0;
  const actions = (
    <Link className="button button-small" to="/accounts/$accountId" params={{ accountId }}>
      To the account as it is now
    </Link>
  );
  return (
    <Banner tone="past" title="You see the past" actions={actions}>
      <What place={place} newest={newest} />{' '}
      {isAddressed ? 'The address of this page leads to the same moment.' : 'Move, and the address follows.'}
    </Banner>
  );
}

function What({ place: { scale, at }, newest }: { readonly place: Place; readonly newest: number }) {
  if (scale === 'entry') {
    return (
      <>
        The account right after entry {at.toLocaleString('en-US')} of {newest.toLocaleString('en-US')}.
      </>
    );
  }
  const instant = new Date(at).toISOString();
  return scale === 'recorded' ? (
    <>
      The account as it was recorded by <TimeText at={instant} />.
    </>
  ) : (
    <>
      What had happened by <TimeText at={instant} />, whenever it was recorded.
    </>
  );
}
