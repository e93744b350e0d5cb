/** Holds a body or query against its class. What passes is what came in: nothing is converted, dropped or added. */
import { type FieldError, InvalidInput } from '../errors/api-error.js';
import { failuresOf } from './checks.js';
import { type Members, membersOf } from './members.js';
import { isObject } from './objects.js';

type Class<T> = new () => T;

/** Throws `InvalidInput` that names every member at fault. `name` stands for the whole in a message. */
export function validated<T extends object>(type: Class<T>, value: unknown, name = 'body'): T {
  const errors: FieldError[] = [];
  check(type, value, name, '', errors);
  const [first, ...others] = errors;
  if (first) throw new InvalidInput([first, ...others]);
  return value as T;
}

function check(type: Class<object>, value: unknown, name: string, prefix: string, errors: FieldError[]): void {
  if (!isObject(value)) {
    errors.push({ field: name, message: `${name} must be an object.` });
    return;
  }
  const members = membersOf(type);
  for (const member of Object.keys(value)) {
    if (!members.has(member)) errors.push({ field: prefix + member, message: `${prefix + member} is not known here.` });
  }
  for (const { property, message, context } of failuresOf(type, value)) {
    const { at } = (context ?? {}) as Context;
    const field = prefix + property + (at ? at(value[property]) : '');
    errors.push({ field, message: `${field} ${message}.` });
  }
  checkNested(members, value, prefix, errors);
}

type Context = { readonly at?: (value: unknown) => string };

function checkNested(members: Members, value: Record<string, unknown>, prefix: string, errors: FieldError[]): void {
  for (const [member, nested] of members) {
    const part = value[member];
    if (nested && part !== undefined) check(nested, part, prefix + member, `${prefix + member}.`, errors);
  }
}
