/** An action of consequence: says what it will do, is confirmed once, and happens once however often it is clicked. */
import { type FormEvent, type ReactNode, useRef } from 'react';
import { useIntention } from '../api/intention.js';
import { Refusal, isUndecided } from '../api/refusal.js';
import { Banner } from './banner.js';
import { Button } from './button.js';
import { Dialog } from './dialog.js';

type Props<T> = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What it will do, before it is done. */
  readonly says: ReactNode;
  /** The verb that does it: `Approve`. */
  readonly verb: string;
  readonly danger?: boolean;
  /** Fields that it needs. */
  readonly children?: ReactNode;
  /** False while the fields can't be sent yet. */
  readonly isReady?: boolean;
  /** Sends the command, with the key as its Idempotency-Key. Throws a `Refusal` where it is refused. */
  readonly run: (key: string) => Promise<T>;
  readonly onDone?: (result: T) => void;
};

export function ActionDialog<T>(props: Props<T>) {
  const { isOpen, onClose, title, says, verb, danger = false, children, isReady = true, run, onDone } = props;
  const intention = useIntention(run, (result) => {
    onClose();
    onDone?.(result);
  });
  // Two clicks in one moment come before the button is drawn anew.
  const isSent = useRef(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isSent.current || !isReady) return;
    isSent.current = true;
    intention.mutate(undefined, { onSettled: () => (isSent.current = false) });
  };
  const close = (): void => {
    if (intention.isPending) return;
    intention.reset();
    onClose();
  };
  return (
    <Dialog isOpen={isOpen} onClose={close} title={title} lead={says}>
      <form onSubmit={submit}>
        {children}
        {intention.error && <NotDone error={intention.error} verb={verb} />}
        <div className="dialog-actions">
          <Button onClick={close} disabled={intention.isPending}>
            Cancel
          </Button>
          <Button type="submit" tone={danger ? 'danger' : 'primary'} disabled={!isReady || intention.isPending}>
            {intention.isPending ? 'Working…' : verb}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function NotDone({ error, verb }: { readonly error: Error; readonly verb: string }) {
  if (isUndecided(error)) {
    return (
      <Banner tone="bad" title="Nobody knows yet whether it was done">
        The API gave no decision. “{verb}” sends the same request again: it happens once.
      </Banner>
    );
  }
  const { title, detail, errors = [] } = (error as Refusal).problem;
  return (
    <Banner tone="bad" title={title}>
      {detail}
      {errors.map(({ field, message }) => (
        <p key={field}>{message}</p>
      ))}
    </Banner>
  );
}
