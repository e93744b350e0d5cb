import type { ReactNode } from 'react';
import type { Tone } from './tone.js';

export const Badge = ({ tone = 'neutral', children }: { readonly tone?: Tone; readonly children: ReactNode }) => (
  <span className={`badge tone-${tone}`}>{children}</span>
);

/** What statuses of the API mean, whatever they are of. */
const TONES: Readonly<Record<string, Tone>> = {
  active: 'good',
  completed: 'good',
  paid: 'good',
  delivered: 'good',
  running: 'good',
  captured: 'good',
  ok: 'good',
  approved: 'info',
  accumulating: 'info',
  held: 'info',
  pending: 'wait',
  requested: 'wait',
  grace: 'wait',
  rejected: 'bad',
  failed: 'bad',
  suspended: 'bad',
  reversed: 'bad',
};

export const toneOf = (status: string): Tone => TONES[status] ?? 'neutral';

export const StatusBadge = ({ status }: { readonly status: string }) => (
  <Badge tone={toneOf(status)}>{status.replaceAll(/[_-]/g, ' ')}</Badge>
);
