/** Ids of the events that this process writes. */
import { randomUUID } from 'node:crypto';

const COUNTED_DIGITS = 12;
/** All but the last part of a UUID: 60 random bits, drawn once. */
const beginning = randomUUID().slice(0, -COUNTED_DIGITS);
let count = 0;

/** Its last part is counted: a random one costs more than all else that an event is told apart by. */
export const newEventId = (): string => beginning + (count++).toString(16).padStart(COUNTED_DIGITS, '0');
