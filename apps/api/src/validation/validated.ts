/** Holds a body or query against its class. What passes is what came in: nothing is converted, dropped or added. */
import { type FieldError, InvalidInput } from '../errors/api-error.js';
import { failuresOf } from './checks.js';
import { type Members, membersOf } from './members.js';
import { isObject } from './objects.js';

type Class<T> = new () => T;

/** Whoever sent more can't read them all, and finding them is work that a stranger's body may not ask for. */
const MOST_FAULTS = 20;
/** Of a name that a client gave. */
const LONGEST_NAME = 128;

/** What is wrong with a body or query, as far as it is told. */
class Faults {
  readonly errors: FieldError[] = [];

  get areEnough(): boolean {
    return this.errors.length >= MOST_FAULTS;
  }

  add(field: string, fault: string): void {
    if (this.areEnough) return;
    const named = field.length > LONGEST_NAME ? `${field.slice(0, LONGEST_NAME)}…` : field;
    this.errors.push({ field: named, message: `${named} ${fault}.` });
  }
}

/**
 * Throws `InvalidInput` that names the members at fault, 20 of them at most: it looks for no more. `name` stands for the
 * whole in a message.
 */
export function validated<T extends object>(type: Class<T>, value: unknown, name = 'body'): T {
  const faults = new Faults();
  check(type, value, name, '', faults);
  const [first, ...others] = faults.errors;
  if (first) throw new InvalidInput([first, ...others]);
  return value as T;
}

function check(type: Class<object>, value: unknown, name: string, prefix: string, faults: Faults): void {
  if (!isObject(value)) return faults.add(name, 'must be an object');
  const members = membersOf(type);
  for (const member in value) {
    if (!members.names.has(member)) faults.add(prefix + member, 'is not known here');
    if (faults.areEnough) return;
  }
  for (const { property, message, context } of failuresOf(type, value)) {
    const { at } = (context ?? {}) as Context;
    faults.add(prefix + property + (at ? at(value[property]) : ''), message);
  }
  checkNested(members, value, prefix, faults);
}

type Context = { readonly at?: (value: unknown) => string };

function checkNested({ nested }: Members, value: Record<string, unknown>, prefix: string, faults: Faults): void {
  for (const { member, type, isList, orNull } of nested) {
    const part = value[member];
    if (faults.areEnough) return;
    if (part === undefined || (orNull && part === null)) continue;
    const name = prefix + member;
    if (!isList) check(type, part, name, `${name}.`, faults);
    // What is no list has been found by the member's own check.
    else if (Array.isArray(part)) checkItems(type, part, name, faults);
  }
}

function checkItems(type: Class<object>, items: readonly unknown[], name: string, faults: Faults): void {
  for (const [nth, item] of items.entries()) {
    if (faults.areEnough) return;
    check(type, item, `${name}[${nth}]`, `${name}[${nth}].`, faults);
  }
}
