import { useState } from 'react';
import { answerOf } from '../../../api/refusal.js';
import { useSession } from '../../../session/session.js';
import { ActionDialog } from '../../../ui/action-dialog.js';
import { AmountText } from '../../../ui/amount-text.js';
import { Choice, Field, TextInput } from '../../../ui/field.js';
import { Facts } from '../facts.js';
import { PURCHASE_DEEDS, type Purchase, type PurchaseDeed } from './deeds.js';

type Props = { readonly purchase: Purchase; readonly deed: PurchaseDeed; readonly onClose: () => void };

const PAID = {
  paid: 'It is paid for: the credits can be withdrawn',
  unpaid: 'It is not paid for yet: the credits can be spent, not withdrawn',
};

export function PurchaseDialog({ purchase, deed, onClose }: Props) {
  const { commands } = useSession();
  const [reason, setReason] = useState('');
  const [paid, setPaid] = useState<keyof typeof PAID>('paid');
  const { verb, says, danger = false } = PURCHASE_DEEDS[deed];
  const { accountId, purchaseId, credits, fee, total, paymentMethod } = purchase;
  const run = (key: string) => {
    const params = { path: { accountId, purchaseId }, header: { 'Idempotency-Key': key } };
    const because = reason.trim() === '' ? {} : { reason: reason.trim() };
    const at = '/v1/accounts/{accountId}/purchases/{purchaseId}' as const;
    if (deed === 'approve') {
      return answerOf(commands.POST(`${at}/approve`, { params, body: { ...because, paid: paid === 'paid' } }));
    }
    return answerOf(commands.POST(`${at}/${deed}`, { params, body: because }));
  };
  return (
    <ActionDialog
      isOpen
      onClose={onClose}
      title={`${verb}?`}
      says={says(purchase)}
      verb={verb}
      danger={danger}
      run={run}
    >
      <Facts
        of={{
          Purchase: <code>{purchaseId}</code>,
          Credits: <AmountText amount={credits} />,
          'Fee, total': (
            <>
              <AmountText amount={fee} />, <AmountText amount={total} />
            </>
          ),
          'Paid by': paymentMethod.replace('_', ' '),
        }}
      />
      <div className="finance-form">
        {deed === 'approve' && (
          <Field label="Payment">
            <Choice value={paid} onChange={setPaid} options={PAID} />
          </Field>
        )}
        <Field label="Reason" hint="Optional. It is kept in the history for good.">
          <TextInput value={reason} onChange={setReason} />
        </Field>
      </div>
    </ActionDialog>
  );
}
