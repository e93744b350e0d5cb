import { useState } from 'react';
import { answerOf } from '../../../api/refusal.js';
import { useSession } from '../../../session/session.js';
import { ActionDialog } from '../../../ui/action-dialog.js';
import { Choice, Field, TextInput } from '../../../ui/field.js';
import { isAmount, listIn } from '../entered.js';

const SOURCES = { support: 'Support', incentive: 'Incentive', signup: 'Sign-up' };

export function GrantDialog({ accountId, onClose }: { readonly accountId: string; readonly onClose: () => void }) {
  const { commands, role } = useSession();
  const [amount, setAmount] = useState('');
  const [source, setSource] = useState<keyof typeof SOURCES>('support');
  const [models, setModels] = useState('');
  const [expires, setExpires] = useState('');
  const [reason, setReason] = useState('');
  const isEntered = isAmount(amount);
  const until = expires === '' ? null : new Date(expires).toISOString();
  const only = listIn(models);
  const run = (key: string) =>
    answerOf(
      commands.POST('/v1/accounts/{accountId}/grants', {
        params: { path: { accountId }, header: { 'Idempotency-Key': key } },
        body: {
          amount: amount.trim(),
          source,
          ...(only.length > 0 && { scope: { models: only } }),
          ...(until !== null && { expiresAt: until }),
          ...(reason.trim() !== '' && { reason: reason.trim() }),
        },
      }),
    );
  return (
    <ActionDialog
      isOpen
      onClose={onClose}
      title="Grant credits"
      says={
        isEntered
          ? `${amount.trim()} promotional credits are added to ${accountId} at once. They first pay what it owes.`
          : `Promotional credits for ${accountId}: they can be spent, not withdrawn.`
      }
      verb="Grant"
      isReady={isEntered}
      run={run}
    >
      <div className="finance-form">
        <div className="finance-two">
          <Field
            label="Credits"
            hint={role === 'support' ? 'Support grants up to the limit of the account, 25 if not set.' : undefined}
            error={amount !== '' && !isEntered ? 'An amount such as 12.50' : null}
          >
            <TextInput value={amount} onChange={setAmount} inputMode="decimal" autoComplete="off" />
          </Field>
          <Field label="Source">
            <Choice value={source} onChange={setSource} options={SOURCES} />
          </Field>
        </div>
        <Field label="Expires" hint="In your time zone. Never, if left empty.">
          <TextInput type="datetime-local" value={expires} onChange={setExpires} />
        </Field>
        <Field label="Models" hint="Only these, separated by commas. Everything, if left empty.">
          <TextInput value={models} onChange={setModels} autoComplete="off" />
        </Field>
        <Field label="Reason" hint="Optional. The owner reads it in the history.">
          <TextInput value={reason} onChange={setReason} />
        </Field>
      </div>
    </ActionDialog>
  );
}
