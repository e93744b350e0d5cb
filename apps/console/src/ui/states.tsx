/** What a view shows while it has nothing to show. */
import type { ReactNode } from 'react';
import { Refusal } from '../api/refusal.js';
import { Button } from './button.js';

export const Loading = ({ label = 'Loading' }: { readonly label?: string }) => (
  <div className="state" role="status">
    <span className="spinner" aria-hidden="true" />
    <span>{label}…</span>
  </div>
);

/** 503 `read-model-behind` or `rebuilding`: it is asked again and again until it is there. */
export const Behind = ({ refusal }: { readonly refusal: Refusal }) => (
  <div className="state" role="status">
    <span className="spinner" aria-hidden="true" />
    <div>
      <strong>
        {refusal.problem.code === 'rebuilding' ? 'This view is being rebuilt' : 'This view is catching up'}
      </strong>
      <p className="muted">{refusal.problem.detail} It appears here as soon as it can be shown.</p>
    </div>
  </div>
);

type EmptyProps = { readonly title: string; readonly children?: ReactNode };

export const Empty = ({ title, children }: EmptyProps) => (
  <div className="state">
    <div>
      <strong>{title}</strong>
      {children !== undefined && <p className="muted">{children}</p>}
    </div>
  </div>
);

type ErrorProps = { readonly error: unknown; readonly retry?: () => void };

export function ErrorView({ error, retry }: ErrorProps) {
  const { title, detail, code } = described(error);
  return (
    <div className="state state-bad" role="alert">
      <div>
        <strong>{title}</strong>
        <p className="muted">
          {detail} {code !== null && <code>{code}</code>}
        </p>
        {retry !== undefined && <Button onClick={retry}>Try again</Button>}
      </div>
    </div>
  );
}

function described(error: unknown): { title: string; detail: string; code: string | null } {
  if (error instanceof Refusal) {
    const { title, detail, code } = error.problem;
    return { title, detail, code };
  }
  if (error instanceof TypeError) {
    return { title: 'The API was not reached', detail: 'It may be stopped, or the network down.', code: null };
  }
  return { title: 'This view failed', detail: error instanceof Error ? error.message : String(error), code: null };
}
