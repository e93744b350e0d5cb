/** The secret that signs deliveries: shown once, made anew on request. */
import { answerOf } from '../../../api/refusal.js';
import { useSession } from '../../../session/session.js';
import { ActionDialog } from '../../../ui/action-dialog.js';
import { Button } from '../../../ui/button.js';
import { Copied } from '../../../ui/copied.js';
import { Dialog } from '../../../ui/dialog.js';
import { ALL_KINDS, type Webhook } from './kinds.js';

type RotateProps = {
  readonly webhook: Webhook;
  readonly onClose: () => void;
  readonly onDone: (webhook: Webhook) => void;
};

export function RotateDialog({ webhook: { id, url, types, enabled }, onClose, onDone }: RotateProps) {
  const { commands } = useSession();
  return (
    <ActionDialog
      isOpen
      onClose={onClose}
      title="A new secret?"
      says={`Deliveries to ${id} are signed with a new secret from now on, for 24 hours with the one before too: until then the receiver has to know the new one.`}
      verb="Make a new secret"
      danger
      run={(key) =>
        answerOf(
          commands.PUT('/v1/webhooks/{id}', {
            params: { path: { id }, header: { 'Idempotency-Key': key } },
            // A PUT says everything: what is not meant to change is said again.
            body: { url, enabled, rotateSecret: true, ...(types.length < ALL_KINDS.length && { types }) },
          }),
        )
      }
      onDone={onDone}
    />
  );
}

type ShownProps = { readonly id: string; readonly secret: string; readonly onClose: () => void };

export const SecretDialog = ({ id, secret, onClose }: ShownProps) => (
  <Dialog
    isOpen
    onClose={onClose}
    title={`Secret of ${id}`}
    lead="Its receiver checks the signature of each delivery with it. It is shown now, and never again: copy it first."
  >
    <p className="finance-secret">
      <Copied text={secret} label="secret" />
    </p>
    <div className="dialog-actions">
      <Button tone="primary" onClick={onClose}>
        Done
      </Button>
    </div>
  </Dialog>
);
