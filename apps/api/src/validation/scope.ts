import { invalid } from '../errors/api-error.js';
import { ListField, textItem } from './fields.js';
import { defined } from './defined.js';
import { checkScope } from '#domain/account/limits.js';
import type { Scope } from '#domain/account/events.js';

const LONGEST_NAME = 128;
const MOST_NAMES = 100;

const Names = () => ListField(textItem(LONGEST_NAME), { optional: true, min: 1, max: MOST_NAMES });

/** What credits may pay for. A dimension that is absent sets no limit; at least one is there. At most 4 KB as JSON. */
export class ScopeBody {
  @Names() products?: string[];
  @Names() models?: string[];
  @Names() gpus?: string[];
}

export function scopeOf(scope: ScopeBody, field = 'scope'): Scope {
  const { products, models, gpus } = scope;
  if (!products && !models && !gpus) throw invalid(field, `${field} must name products, models or gpus.`);
  const named = defined({ products, models, gpus });
  checkScope(named, field);
  return named;
}
