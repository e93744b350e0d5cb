import { type ReactNode, useId } from 'react';
import { classes } from './classes.js';

type Props = {
  readonly title: string;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
  /** Without room at the edges: for tables. */
  readonly flush?: boolean;
  readonly children: ReactNode;
};

/** A part of a page with a heading of its own. */
export function Panel({ title, note, actions, flush = false, children }: Props) {
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id}>{title}</h2>
        {note !== undefined && <span className="muted">{note}</span>}
        {actions !== undefined && <div className="panel-actions">{actions}</div>}
      </header>
      <div className={classes('panel-body', flush && 'panel-flush')}>{children}</div>
    </section>
  );
}
