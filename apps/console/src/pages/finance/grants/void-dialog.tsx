import { useState } from 'react';
import type { Schemas } from '#client/client.js';
import { answerOf } from '../../../api/refusal.js';
import { useSession } from '../../../session/session.js';
import { ActionDialog } from '../../../ui/action-dialog.js';
import { Field, TextInput } from '../../../ui/field.js';

type Props = { readonly accountId: string; readonly bucket: Schemas['BucketView']; readonly onClose: () => void };

export function VoidDialog({ accountId, bucket: { bucketId, remaining }, onClose }: Props) {
  const { commands } = useSession();
  const [reason, setReason] = useState('');
  return (
    <ActionDialog
      isOpen
      onClose={onClose}
      title="Void these credits?"
      says={`What is left of ${bucketId}, ${remaining} credits, lapses at once. ${accountId} can’t spend them any more, and they never come back.`}
      verb="Void"
      danger
      isReady={reason.trim() !== ''}
      run={(key) =>
        answerOf(
          commands.POST('/v1/accounts/{accountId}/grants/{bucketId}/void', {
            params: { path: { accountId, bucketId }, header: { 'Idempotency-Key': key } },
            body: { reason: reason.trim() },
          }),
        )
      }
    >
      <Field label="Reason" hint="Needed. The owner reads it in the history.">
        <TextInput value={reason} onChange={setReason} />
      </Field>
    </ActionDialog>
  );
}
