/** What tests know of a command: how random histories try it, what the model makes of it, and an example of it. */
import type { Entry } from '../account/events.js';
import type { ActRecord, ActType } from './act.js';
import type { ModelRule } from './model-rules.js';
import type { Step } from './world.js';

/** What a command writes of its own: `given` goes before, and what else it writes is none of it. */
export type Example = { readonly given: readonly Step[]; readonly when: Step; readonly writes: Entry['type'] };

/** Closed: of a command none of these can be left out. */
export type Tested<T extends ActType> = {
  readonly [K in T]: { readonly act: ActRecord<K>; readonly rule: ModelRule<K>; readonly example: Example };
};
