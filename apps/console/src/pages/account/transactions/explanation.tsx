/** Why each bucket that was open paid for a charge, or did not: in the order in which it was drawn on. */
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '#client/client.js';
import { answerOf } from '../../../api/refusal.js';
import { isPositive } from '../../../format/decimals.js';
import { useApi } from '../../../session/session.js';
import { AmountText } from '../../../ui/amount-text.js';
import { Badge } from '../../../ui/badge.js';
import { Banner } from '../../../ui/banner.js';
import { Loaded } from '../../../ui/loaded.js';
import { TimeText } from '../../../ui/time-text.js';
import { scopeWords } from '../buckets-in-order.js';
import { useAccountId } from '../reads.js';
import type { Transaction } from './transaction-table.js';

type Explained = Schemas['ExplainedBucket'];

export function ExplanationView({ transaction: { transactionId } }: { readonly transaction: Transaction }) {
  const api = useApi();
  const accountId = useAccountId();
  const explanation = useQuery({
    queryKey: ['account', accountId, 'explain', transactionId],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/v1/accounts/{accountId}/transactions/{transactionId}/explain', {
          params: { path: { accountId, transactionId: transactionId ?? '' } },
          signal,
        }),
      ),
  });
  return (
    <section className="explanation" aria-labelledby="explanation">
      <h3 id="explanation">Which buckets paid, and why</h3>
      <Loaded of={explanation} label="Reading how it was decided">
        {(read) => <Explained explanation={read} />}
      </Loaded>
    </section>
  );
}

function Explained({ explanation }: { readonly explanation: Schemas['Explanation'] }) {
  const { usage, buckets, overdraft, decidedAt } = explanation;
  const dimensions = [usage.product, usage.model, usage.gpu].filter((each) => each !== null);
  return (
    <>
      <p className="muted">
        <AmountText amount={usage.amount} decimals={18} /> for {dimensions.join(', ')}, decided{' '}
        <TimeText at={decidedAt} />
      </p>
      <ol className="explained">
        {buckets.map((bucket) => (
          <ExplainedBucket key={bucket.bucketId} bucket={bucket} />
        ))}
      </ol>
      {buckets.length === 0 && <p>No bucket was open.</p>}
      {isPositive(overdraft) && (
        <Banner tone="bad" title={<AmountText amount={overdraft} decimals={18} />}>
          No bucket paid this: it became overdraft.
        </Banner>
      )}
    </>
  );
}

function ExplainedBucket({ bucket }: { readonly bucket: Explained }) {
  const { bucketId, kind, tier, scope, expiresAt, remainingBefore, paid, reason } = bucket;
  const hasPaid = isPositive(paid);
  return (
    <li className={hasPaid ? 'explained-paid' : undefined}>
      <div className="explained-head">
        <Badge tone={hasPaid ? 'good' : 'neutral'}>{kind}</Badge>
        <code className="muted">{bucketId}</code>
        <span className="explained-amount">{hasPaid ? <AmountText amount={paid} decimals={18} /> : 'nothing'}</span>
      </div>
      <p>{reason}</p>
      <small className="muted">
        tier {tier}, <AmountText amount={remainingBefore} decimals={18} /> before
        {scopeWords(scope).map((words) => `, ${words}`)}
        {expiresAt !== null && (
          <>
            , expires <TimeText at={expiresAt} />
          </>
        )}
      </small>
    </li>
  );
}
