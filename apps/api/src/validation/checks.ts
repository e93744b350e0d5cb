/**
 * What class-validator's decorators say of a class, compiled once. Its own executor looks all of it up again for every
 * object, which took as long as deciding a charge.
 */
import { ValidationTypes, type ValidatorConstraintInterface, getMetadataStorage } from 'class-validator';

type Class = new () => object;

export type Failure = { readonly property: string; readonly message: string; readonly context: unknown };
type Check = {
  readonly property: string;
  /** Absent: it is always held. */
  readonly condition: Condition | undefined;
  /** So that nothing is called for a member that is not there, as most of a charge's are not. */
  readonly isHeldWhereAbsent: boolean;
  readonly constraint: ValidatorConstraintInterface;
  readonly constraints: unknown[];
  readonly context: unknown;
};
type Condition = (object: object, value: unknown) => boolean;

const compiled = new WeakMap<Class, readonly Check[]>();

/** The first failure of each property. */
export function failuresOf(type: Class, object: Readonly<Record<string, unknown>>): readonly Failure[] {
  let failures: Failure[] | undefined;
  const args = { value: undefined as unknown, constraints: NOTHING, targetName: type.name, object, property: '' };
  for (const check of checksOf(type)) {
    const { property, constraint } = check;
    const value = object[property];
    if (value === undefined && !check.isHeldWhereAbsent) continue;
    if (check.condition && !check.condition(object, value)) continue;
    args.value = value;
    args.constraints = check.constraints;
    args.property = property;
    if (constraint.validate(value, args)) continue;
    if (failures && areOf(property, failures)) continue;
    const message = constraint.defaultMessage?.(args) ?? 'is not valid';
    (failures ??= []).push({ property, message, context: check.context });
  }
  return failures ?? NONE;
}

/** A function of its own: what a closure in the loop refers to would be allocated for each check. */
const areOf = (property: string, failures: readonly Failure[]): boolean =>
  failures.some((each) => each.property === property);

const NONE: readonly Failure[] = [];
const NOTHING: unknown[] = [];

function checksOf(type: Class): readonly Check[] {
  const known = compiled.get(type);
  if (known) return known;
  const storage = getMetadataStorage();
  const all = storage.getTargetValidationMetadatas(type, '', true, false);
  const conditionOf = (property: string): Condition | undefined =>
    all.find((each) => each.type === ValidationTypes.CONDITIONAL_VALIDATION && each.propertyName === property)
      ?.constraints[0] as Condition | undefined;
  const checks = all
    .filter((each) => each.type === ValidationTypes.CUSTOM_VALIDATION)
    .flatMap(({ propertyName: property, constraintCls, constraints, context }) => {
      const condition = conditionOf(property);
      // Conditions look at the value alone (fields.ts).
      const isHeldWhereAbsent = !condition || condition({}, undefined);
      return storage.getTargetValidatorConstraints(constraintCls).map(({ instance: constraint }) => {
        return { property, condition, isHeldWhereAbsent, constraint, constraints, context };
      });
    });
  compiled.set(type, checks);
  return checks;
}
