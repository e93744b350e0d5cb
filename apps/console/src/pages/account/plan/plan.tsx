/** The plan: what is used of its allowance, by model, and when it is given anew. */
import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '#client/client.js';
import { answerOf } from '../../../api/refusal.js';
import { exactAmount } from '../../../format/amounts.js';
import { isPositive, percentOf } from '../../../format/decimals.js';
import { useApi } from '../../../session/session.js';
import { AmountText } from '../../../ui/amount-text.js';
import { Loaded } from '../../../ui/loaded.js';
import { Panel } from '../../../ui/panel.js';
import { Empty } from '../../../ui/states.js';
import { Tile, Tiles } from '../../../ui/tile.js';
import { RelativeTime, TimeText } from '../../../ui/time-text.js';
import { lookAgain, useAccountId } from '../reads.js';
import { Shares } from '../usage/shares.js';

type Plan = Schemas['PlanView'];

export function PlanView() {
  const api = useApi();
  const accountId = useAccountId();
  const plan = useQuery({
    queryKey: ['account', accountId, 'plan'],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/v1/accounts/{accountId}/plan', { params: { path: { accountId } }, signal })),
    refetchInterval: lookAgain,
  });
  return (
    <Loaded of={plan} label="Reading the plan">
      {(read) => (
        <>
          <PlanTiles plan={read} />
          <Allowance plan={read} />
        </>
      )}
    </Loaded>
  );
}

const PlanTiles = ({ plan: { plan, paidUntil, allowance, resetsAt } }: { readonly plan: Plan }) => (
  <Tiles label="Plan">
    <Tile label="Plan">{plan}</Tile>
    <Tile label="Allowance" note="credits a cycle">
      <AmountText amount={allowance} decimals={4} />
    </Tile>
    <Tile label="Resets" note={resetsAt !== null && <TimeText at={resetsAt} />}>
      {resetsAt === null ? 'never' : <RelativeTime at={resetsAt} />}
    </Tile>
    <Tile label="Paid until" note={paidUntil !== null && <RelativeTime at={paidUntil} />}>
      {paidUntil === null ? '–' : <TimeText at={paidUntil} dateOnly />}
    </Tile>
  </Tiles>
);

function Allowance({ plan: { allowance, used, usedPercent, remaining, byModel } }: { readonly plan: Plan }) {
  if (!isPositive(allowance)) {
    return (
      <Panel title="Allowance">
        <Empty title="This plan has no allowance">Usage is paid from promos and purchases.</Empty>
      </Panel>
    );
  }
  return (
    <Panel title="Allowance of this cycle" note={`${usedPercent} % used`}>
      <div className="allowance">
        <div className="bar" role="img" aria-label={`${exactAmount(used)} used, ${exactAmount(remaining)} remaining`}>
          {isPositive(used) && <span className="part-spent" style={{ flexGrow: percentOf(used, allowance) }} />}
          <span className="part-remaining" style={{ flexGrow: percentOf(remaining, allowance) }} />
        </div>
        <p>
          <AmountText amount={used} decimals={4} /> used, <AmountText amount={remaining} decimals={4} /> remaining
        </p>
        {byModel.length > 0 && (
          <Shares
            label="Used of the allowance by model"
            shares={byModel.map(({ model, amount }) => ({ name: model ?? 'without a model', amount }))}
          />
        )}
      </div>
    </Panel>
  );
}
