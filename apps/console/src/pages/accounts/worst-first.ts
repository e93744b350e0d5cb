/** Accounts by how much they need somebody: those that run out first, then those that ran out, then debts, then the others. */
import type { AccountsSearch, Status } from './search.js';

/** What is asked of the API, one after the other. */
export type Phase = { readonly status?: Status; readonly inDebt?: 'true' | 'false' };

const ALL: readonly Phase[] = [
  { status: 'grace' },
  { status: 'suspended' },
  { status: 'active', inDebt: 'true' },
  { status: 'active', inDebt: 'false' },
  { status: 'closed' },
];

/** Those of the phases in which there can be what is looked for. */
export function phasesOf({ status, inDebt }: AccountsSearch): readonly Phase[] {
  const ofStatus = status === undefined ? ALL : ALL.filter((phase) => phase.status === status);
  if (!inDebt) return ofStatus;
  return ofStatus.filter((phase) => phase.inDebt !== 'false').map((phase) => ({ ...phase, inDebt: 'true' as const }));
}

/** A cursor of the whole list: how many phases are done, and the API's cursor within the one that is not. */
export const placeIn = (cursor: string | undefined): { readonly phase: number; readonly cursor?: string } => {
  const [phase = '0', within] = cursor?.split(':') ?? [];
  return { phase: Number(phase), ...(within && { cursor: within }) };
};

export function nextPlace(phase: number, nextCursor: string | null, phases: number): string | null {
  if (nextCursor !== null) return `${phase}:${nextCursor}`;
  return phase + 1 < phases ? `${phase + 1}:` : null;
}
