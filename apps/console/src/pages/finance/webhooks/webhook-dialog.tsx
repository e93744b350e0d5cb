import { useState } from 'react';
import { answerOf } from '../../../api/refusal.js';
import { useSession } from '../../../session/session.js';
import { ActionDialog } from '../../../ui/action-dialog.js';
import { Choice, Field, TextInput } from '../../../ui/field.js';
import { useDraft } from '../draft.js';
import { ALL_KINDS, KINDS, type NotificationKind, type Webhook } from './kinds.js';

type Props = {
  /** Null: a new one. */
  readonly known: Webhook | null;
  readonly onClose: () => void;
  /** With its secret where it was made. */
  readonly onDone: (webhook: Webhook) => void;
};

const STATES = { enabled: 'Enabled', disabled: 'Disabled' };
const WHICH = { all: 'All kinds, those of later versions too', some: 'Only these' };

type Draft = {
  readonly id: string;
  readonly url: string;
  readonly state: keyof typeof STATES;
  readonly which: keyof typeof WHICH;
};

const draftOf = (known: Webhook | null): Draft => ({
  id: known?.id ?? '',
  url: known?.url ?? '',
  state: known?.enabled === false ? 'disabled' : 'enabled',
  which: known && known.types.length < ALL_KINDS.length ? 'some' : 'all',
});

function said(known: Webhook | null, { url, state }: Draft): string {
  if (state === 'disabled')
    return 'Nothing is sent to it until it is enabled again; what happens meanwhile is not sent later.';
  const to = url.trim() === '' ? 'this address' : url.trim();
  return known === null
    ? `What accounts are notified of from now on is sent to ${to} too, signed with a secret that is shown once.`
    : `What accounts are notified of from now on is sent to ${to}. Its secret stays as it is.`;
}

export function WebhookDialog({ known, onClose, onDone }: Props) {
  const { commands } = useSession();
  const { draft, entry } = useDraft(draftOf(known));
  const [kinds, setKinds] = useState<ReadonlySet<NotificationKind>>(() => new Set(known?.types ?? []));
  const { id, url, state, which } = draft;
  const types = ALL_KINDS.filter((kind) => kinds.has(kind));
  return (
    <ActionDialog
      isOpen
      onClose={onClose}
      title={known === null ? 'New webhook' : `Change ${known.id}`}
      says={said(known, draft)}
      verb={known === null ? 'Make it' : 'Change it'}
      isReady={id.trim() !== '' && url.trim() !== '' && (which === 'all' || types.length > 0)}
      run={(key) =>
        answerOf(
          commands.PUT('/v1/webhooks/{id}', {
            params: { path: { id: id.trim() }, header: { 'Idempotency-Key': key } },
            body: { url: url.trim(), enabled: state === 'enabled', ...(which === 'some' && { types }) },
          }),
        )
      }
      onDone={onDone}
    >
      <div className="finance-form">
        {known === null && (
          <Field label="Webhook id" hint="Letters, digits and . _ : @ | + -">
            <TextInput {...entry('id')} autoComplete="off" />
          </Field>
        )}
        <Field label="Address" hint="Where POST requests go: https://…">
          <TextInput {...entry('url')} autoComplete="off" />
        </Field>
        <div className="finance-two">
          <Field label="State">
            <Choice {...entry('state')} options={STATES} />
          </Field>
          <Field label="Kinds of notifications">
            <Choice {...entry('which')} options={WHICH} />
          </Field>
        </div>
        {which === 'some' && <Kinds chosen={kinds} onChange={setKinds} />}
      </div>
    </ActionDialog>
  );
}

type KindsProps = {
  readonly chosen: ReadonlySet<NotificationKind>;
  readonly onChange: (chosen: ReadonlySet<NotificationKind>) => void;
};

const Kinds = ({ chosen, onChange }: KindsProps) => (
  <fieldset className="finance-fields">
    <legend>Only these</legend>
    {ALL_KINDS.map((kind) => (
      <label key={kind} className="finance-kind">
        <input
          type="checkbox"
          checked={chosen.has(kind)}
          onChange={({ target }) =>
            onChange(new Set(ALL_KINDS.filter((each) => (each === kind ? target.checked : chosen.has(each)))))
          }
        />
        <code>{kind}</code> <span className="muted">{KINDS[kind]}</span>
      </label>
    ))}
  </fieldset>
);
