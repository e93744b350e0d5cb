/**
 * What class-validator's decorators say of a class, compiled once. Its own executor looks all of it up again for every
 * object, which took as long as deciding a charge.
 */
import { ValidationTypes, type ValidatorConstraintInterface, getMetadataStorage } from 'class-validator';

type Class = new () => object;

export type Failure = { readonly property: string; readonly message: string; readonly context: unknown };
type Check = {
  readonly property: string;
  readonly conditions: readonly Condition[];
  readonly constraint: ValidatorConstraintInterface;
  readonly constraints: unknown[];
  readonly context: unknown;
};
type Condition = (object: object, value: unknown) => boolean;

const compiled = new WeakMap<Class, readonly Check[]>();

/** The first failure of each property. */
export function failuresOf(type: Class, object: Readonly<Record<string, unknown>>): readonly Failure[] {
  let failures: Failure[] | undefined;
  for (const { property, conditions, constraint, constraints, context } of checksOf(type)) {
    const value = object[property];
    if (!conditions.every((holds) => holds(object, value))) continue;
    const args = { value, constraints, targetName: type.name, object, property };
    if (constraint.validate(value, args)) continue;
    const message = constraint.defaultMessage?.(args) ?? 'is not valid';
    if (!failures?.some((each) => each.property === property)) (failures ??= []).push({ property, message, context });
  }
  return failures ?? NONE;
}

const NONE: readonly Failure[] = [];

function checksOf(type: Class): readonly Check[] {
  const known = compiled.get(type);
  if (known) return known;
  const storage = getMetadataStorage();
  const all = storage.getTargetValidationMetadatas(type, '', true, false);
  const conditionsOf = (property: string): Condition[] =>
    all
      .filter((each) => each.type === ValidationTypes.CONDITIONAL_VALIDATION && each.propertyName === property)
      .map((each) => (each.constraints as Condition[])[0] as Condition);
  const checks = all
    .filter((each) => each.type === ValidationTypes.CUSTOM_VALIDATION)
    .flatMap(({ propertyName: property, constraintCls, constraints, context }) =>
      storage.getTargetValidatorConstraints(constraintCls).map(({ instance: constraint }) => ({
        property,
        conditions: conditionsOf(property),
        constraint,
        constraints,
        context,
      })),
    );
  compiled.set(type, checks);
  return checks;
}
