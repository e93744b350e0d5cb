import type { ReactNode } from 'react';
import type { Tone } from './tone.js';

type Props = { readonly label: string; readonly note?: ReactNode; readonly tone?: Tone; readonly children: ReactNode };

/** One figure that is read at a glance. Tiles stand in `Tiles`. */
export const Tile = ({ label, note, tone = 'neutral', children }: Props) => (
  <div className={`tile tone-${tone}`}>
    <dt>{label}</dt>
    <dd>
      <span className="tile-value">{children}</span>
      {note !== undefined && <span className="tile-note muted">{note}</span>}
    </dd>
  </div>
);

export const Tiles = ({ label, children }: { readonly label: string; readonly children: ReactNode }) => (
  <dl className="tiles" aria-label={label}>
    {children}
  </dl>
);
