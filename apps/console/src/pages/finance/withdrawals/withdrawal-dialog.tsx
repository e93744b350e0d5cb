import { useState } from 'react';
import { answerOf } from '../../../api/refusal.js';
import { useSession } from '../../../session/session.js';
import { ActionDialog } from '../../../ui/action-dialog.js';
import { AmountText } from '../../../ui/amount-text.js';
import { Field, TextInput } from '../../../ui/field.js';
import { Facts } from '../facts.js';
import { WITHDRAWAL_DEEDS, type Withdrawal, type WithdrawalDeed } from './deeds.js';

type Props = { readonly withdrawal: Withdrawal; readonly deed: WithdrawalDeed; readonly onClose: () => void };

export function WithdrawalDialog({ withdrawal, deed, onClose }: Props) {
  const { commands } = useSession();
  const [reason, setReason] = useState('');
  const { verb, says, danger = false } = WITHDRAWAL_DEEDS[deed];
  const { accountId, withdrawalId, amount, destination, requestedBy } = withdrawal;
  const run = (key: string) =>
    answerOf(
      commands.POST(`/v1/accounts/{accountId}/withdrawals/{withdrawalId}/${deed}`, {
        params: { path: { accountId, withdrawalId }, header: { 'Idempotency-Key': key } },
        body: reason.trim() === '' ? {} : { reason: reason.trim() },
      }),
    );
  return (
    <ActionDialog
      isOpen
      onClose={onClose}
      title={`${verb}?`}
      says={says(withdrawal)}
      verb={verb}
      danger={danger}
      run={run}
    >
      <Facts
        of={{
          Withdrawal: <code>{withdrawalId}</code>,
          Amount: <AmountText amount={amount} />,
          To: destination,
          'Requested by': requestedBy,
        }}
      />
      <Field label="Reason" hint="Optional. It is kept in the history for good.">
        <TextInput value={reason} onChange={setReason} />
      </Field>
    </ActionDialog>
  );
}
