/** The model's reading of rule 6.14, as far as the account itself writes it: credits that run low, run out and come back. */
import { type Model, type Units, overdraft, settingsOf, units, write } from './model-state.js';

/** What is there to be spent as far as it is recorded: an expiry takes it when it is written. */
export function credits(model: Model): Units {
  let total = 0n;
  for (const { pending, remaining } of model.buckets) if (!pending) total += remaining;
  return total;
}

/** One entry for each threshold that lies below what was there and not below what is, the highest first. */
export function alert(model: Model, was: Units): void {
  if (model.status === 'closed') return;
  const available = credits(model);
  const limits = settingsOf(model).alertThresholds.map(units);
  let above: Units | null = null;
  for (;;) {
    const next = limits.filter((limit) => was > limit && available <= limit && (above === null || limit < above));
    if (next.length === 0) return;
    const threshold = next.reduce((a, b) => (b > a ? b : a));
    write(model, { type: 'AlertRaised', change: 0n, low: { threshold, available } });
    above = threshold;
  }
}

/** What the decision's last entry says of the credits. */
export function turn(model: Model, was: Units): void {
  const last = model.entries.at(-1);
  if (model.status === 'closed' || !last) return;
  const isThere = credits(model) > 0n;
  if (model.depleted && isThere) {
    model.depleted = false;
    last.turn = 'recovered';
  } else if (!model.depleted && !isThere && (was > 0n || overdraft(model) > 0n)) {
    model.depleted = true;
    last.turn = 'depleted';
  }
}
