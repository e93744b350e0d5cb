/** Promo codes: what each gives, how often it was redeemed; made, changed and disabled by an admin. */
import { useMemo, useState } from 'react';
import { usePaged } from '../../../api/pages.js';
import { answerOf } from '../../../api/refusal.js';
import { useApi, useMay } from '../../../session/session.js';
import { useNow } from '../../../session/now.js';
import { AmountText } from '../../../ui/amount-text.js';
import { Badge } from '../../../ui/badge.js';
import type { Column } from '../../../ui/data-table.js';
import { ListFoot } from '../../../ui/list-foot.js';
import { TimeText } from '../../../ui/time-text.js';
import { Catalogue, changeColumn } from '../catalogue.js';
import { scopeText } from '../entered.js';
import { CodeDialog, type PromoCode } from './code-dialog.js';

export function CodesView() {
  const api = useApi();
  const mayDefine = useMay('define promo codes');
  const [defined, setDefined] = useState<PromoCode | 'new' | null>(null);
  const list = usePaged<PromoCode>({
    key: ['promo codes'],
    page: (cursor, signal) =>
      answerOf(api.GET('/v1/promo-codes', { params: { query: { limit: 50, ...(cursor && { cursor }) } }, signal })),
  });
  const columns = useMemo(() => (mayDefine ? [...COLUMNS, changeColumn(nameOf, setDefined)] : COLUMNS), [mayDefine]);
  return (
    <Catalogue
      title="Promo codes"
      note="Each account redeems a code once; capital and small letters are the same"
      of={list.query}
      none="There is no promo code"
      make={mayDefine ? 'New promo code' : null}
      onMake={() => setDefined('new')}
      rows={list.rows}
      columns={columns}
      rowKey={nameOf}
      onEnd={list.more}
      minWidth="70rem"
      foot={<ListFoot of={list} noun={list.rows.length === 1 ? 'promo code' : 'promo codes'} />}
    >
      {defined && <CodeDialog known={defined === 'new' ? null : defined} onClose={() => setDefined(null)} />}
    </Catalogue>
  );
}

const nameOf = ({ code }: PromoCode): string => code;

/** Why nobody redeems it any more, as the API decides it. */
function State({ disabled, expiresAt, maxRedemptions, redeemed }: PromoCode) {
  const nowMs = useNow();
  if (disabled) return <Badge tone="bad">disabled</Badge>;
  if (expiresAt !== null && Date.parse(expiresAt) <= nowMs) return <Badge>expired</Badge>;
  if (maxRedemptions !== null && redeemed >= maxRedemptions) return <Badge>used up</Badge>;
  return <Badge tone="good">enabled</Badge>;
}

function Expiry({ creditExpiresAt, creditExpiresInDays }: PromoCode) {
  if (creditExpiresAt !== null) return <TimeText at={creditExpiresAt} />;
  return creditExpiresInDays === null ? 'never' : `after ${creditExpiresInDays} days`;
}

const COLUMNS: readonly Column<PromoCode>[] = [
  { id: 'code', header: 'Code', cell: ({ code }) => <code>{code}</code> },
  { id: 'gives', header: 'Gives', align: 'end', width: '6rem', cell: ({ amount }) => <AmountText amount={amount} /> },
  {
    id: 'redeemed',
    header: 'Redeemed',
    align: 'end',
    width: '8rem',
    cell: ({ redeemed, maxRedemptions }) => (maxRedemptions === null ? redeemed : `${redeemed} of ${maxRedemptions}`),
  },
  { id: 'state', header: 'State', width: '7rem', cell: (known) => <State {...known} /> },
  {
    id: 'until',
    header: 'Redeemed until',
    width: '12rem',
    cell: ({ expiresAt }) => (expiresAt === null ? 'always' : <TimeText at={expiresAt} />),
  },
  { id: 'expiry', header: 'Its credits expire', width: '12rem', cell: (known) => <Expiry {...known} /> },
  { id: 'pays', header: 'Pays for', cell: ({ scope }) => scopeText(scope) },
];
