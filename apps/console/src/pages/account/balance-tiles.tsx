/** What an account has, at one look. */
import type { Schemas } from '#client/client.js';
import { isPositive, isZero } from '../../format/decimals.js';
import { shortAmount } from '../../format/amounts.js';
import { AmountText } from '../../ui/amount-text.js';
import { Tile, Tiles } from '../../ui/tile.js';

const TILE_DECIMALS = 4;

export function BalanceTiles({ balance }: { readonly balance: Schemas['BalanceView'] }) {
  const { available, held, overdraft, accrued, burnRate, hoursRemaining, total, withdrawable, expiring } = balance;
  const isExpiring = isPositive(expiring.in7Days);
  return (
    <Tiles label="Balance">
      <Tile
        label="Available"
        tone={isZero(available) ? 'wait' : 'neutral'}
        note={`of ${shortAmount(total, TILE_DECIMALS)} in total`}
      >
        <AmountText amount={available} decimals={TILE_DECIMALS} />
      </Tile>
      <Tile label="Held" note="set aside for deployments">
        <AmountText amount={held} decimals={TILE_DECIMALS} />
      </Tile>
      <Tile label="Overdraft" tone={isPositive(overdraft) ? 'bad' : 'neutral'} note="usage beyond the credits">
        <AmountText amount={overdraft} decimals={TILE_DECIMALS} />
      </Tile>
      <Tile label="Accrued" note="runs, not charged yet">
        <AmountText amount={accrued} decimals={TILE_DECIMALS} />
      </Tile>
      <Tile label="Burn rate" note="credits an hour">
        <AmountText amount={burnRate} decimals={TILE_DECIMALS} />
      </Tile>
      <Tile label="Hours remaining" note={hoursRemaining === null ? 'nothing is used' : 'at this rate'}>
        {hoursRemaining === null ? '∞' : <AmountText amount={hoursRemaining} />}
      </Tile>
      <Tile
        label="Withdrawable"
        note={isExpiring ? `${shortAmount(expiring.in7Days, TILE_DECIMALS)} expire in 7 days` : 'purchased and unspent'}
      >
        <AmountText amount={withdrawable} decimals={TILE_DECIMALS} />
      </Tile>
    </Tiles>
  );
}
