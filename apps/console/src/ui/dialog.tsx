import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';

type Props = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly lead?: ReactNode;
  /** At the right edge, as high as the window: for what is read beside the page. */
  readonly side?: boolean;
  readonly children: ReactNode;
};

/** Holds the focus while it is open, closes by Escape, and gives the focus back. */
export const Dialog = ({ isOpen, onClose, title, lead, side = false, children }: Props) => (
  <BaseDialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
    <BaseDialog.Portal>
      <BaseDialog.Backdrop className="dialog-backdrop" />
      <BaseDialog.Popup className={side ? 'dialog dialog-side' : 'dialog'}>
        <header className="dialog-head">
          <BaseDialog.Title className="dialog-title">{title}</BaseDialog.Title>
          <BaseDialog.Close className="button button-quiet button-small" aria-label="Close">
            ✕
          </BaseDialog.Close>
        </header>
        {lead !== undefined && (
          <BaseDialog.Description className="dialog-lead" render={<div />}>
            {lead}
          </BaseDialog.Description>
        )}
        <div className="dialog-body">{children}</div>
      </BaseDialog.Popup>
    </BaseDialog.Portal>
  </BaseDialog.Root>
);
