import type { ReactNode } from 'react';
import type { Tone } from './tone.js';

type Props = {
  readonly tone: Tone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
};

/** What a whole page must not be read without. Bad news is announced as soon as it is there. */
export const Banner = ({ tone, title, children, actions }: Props) => (
  <div className={`banner tone-${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
    <div className="banner-text">
      {title !== undefined && <strong>{title}</strong>}
      {children !== undefined && <div>{children}</div>}
    </div>
    {actions !== undefined && <div className="banner-actions">{actions}</div>}
  </div>
);
