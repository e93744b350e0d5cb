import { StringField } from '../validation/fields.js';
import { defined } from '../validation/defined.js';

/** The body of a decision about something that is there already. */
export class ReasonBody {
  @StringField({ optional: true, max: 500 }) reason?: string;
}

export const reasonOf = ({ reason }: ReasonBody) => defined({ reason });
