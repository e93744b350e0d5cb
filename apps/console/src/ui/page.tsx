import { type ReactNode, useEffect } from 'react';

type Props = {
  readonly title: string;
  /** Beside the title: badges, an id. */
  readonly beside?: ReactNode;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
};

/** A page has one heading, which is also the title of the tab. */
export function Page({ title, beside, lead, actions, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Drawdown`;
  }, [title]);
  return (
    <div className="page">
      <header className="page-head">
        <div className="page-title">
          <h1>{title}</h1>
          {beside}
        </div>
        {lead !== undefined && <div className="page-lead muted">{lead}</div>}
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
