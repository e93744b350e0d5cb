import { CURSOR, CountParameter, time } from '../queries/parameters.js';
import { ChoiceField, InstantField, StringField } from '../validation/fields.js';
import type { LedgerCutRequest } from '#from-log/ledger/ledger-cut.js';
import { POSITION_PATTERN, positionIn } from '#event-store/port/position-text.js';
import { MONTH_PATTERN } from './month.js';
import { LONGEST_CURSOR } from './trial-balance-cursor.js';

const AS_OF = 'What was recorded by then, this instant included; by now where neither this nor `position` is there.';
const POSITION = 'What was recorded up to this position in the log, commit/prepare, itself included.';
const LIMIT = 'Items a page at most, 500 if not said. Each page reads the log.';

class CutParameters {
  @InstantField({ optional: true, description: AS_OF }) asOf?: string;
  @StringField({ optional: true, pattern: POSITION_PATTERN, example: '18231/18231', description: POSITION })
  position?: string;
}

export class TrialBalanceParameters extends CutParameters {
  @CountParameter({ min: 1, max: 10_000, description: LIMIT }) limit?: string;
  @StringField({ optional: true, max: LONGEST_CURSOR, description: CURSOR }) cursor?: string;
}

export class JournalParameters extends CutParameters {
  @ChoiceField(['hledger'], { optional: true }) format?: 'hledger';
}

export class ReportParameters {
  @StringField({ pattern: MONTH_PATTERN, example: '2026-11', description: 'A calendar month of UTC' }) month!: string;
}

export class InclusionParameters {
  @StringField({ description: 'Whose entry' }) accountId!: string;
  @CountParameter({ min: 1, optional: false, description: 'Of the entry' }) revision!: string;
}

export class ConsistencyParameters {
  @CountParameter({ min: 1, optional: false, description: 'Number of the older checkpoint' }) from!: string;
}

/** Of parameters that validation has let through. */
export const cutRequestOf = ({ asOf, position }: CutParameters): LedgerCutRequest => ({
  asOf: time(asOf),
  position: position === undefined ? undefined : positionIn(position),
});
