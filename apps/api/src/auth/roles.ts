import { SetMetadata } from '@nestjs/common';
import { ROLES, type Role } from '#platform/api-key-file.js';
import { Configured } from '../http/route-config.js';

/** What each may do stands at the routes; `roles.spec.ts` holds them against the lists of rule 11.5. */
export { ROLES, type Role };
/** Who look into accounts that are not theirs. */
export const STAFF = ['support', 'finance', 'auditor'] as const;

const ROLES_METADATA = 'drawdown:roles';

/**
 * Who may call a route, or all routes of a controller that name none of their own; beside `admin`, who may call all. A
 * route under /v1 that names nobody does not start (see http/fastify.ts).
 */
export function Roles(...roles: readonly Role[]) {
  const allowed: readonly Role[] = [...new Set<Role>([...roles, 'admin'])];
  return (target: object, name?: string | symbol, method?: PropertyDescriptor): void => {
    if (name !== undefined && method) allow(target, name, method, allowed);
    else allowAll((target as { prototype: object }).prototype, allowed);
  };
}

/** Who may state a member of the route's body; beside `admin`. Of the others it is refused before anything else in the body is looked at. */
export const MemberRoles = (member: string, ...roles: readonly Role[]): MethodDecorator =>
  Configured({ memberRoles: { [member]: [...roles, 'admin'] } });

/** Everyone with a key. */
export const AnyRole = () => Roles(...ROLES);

function allowAll(controller: object, roles: readonly Role[]): void {
  for (const [name, method] of Object.entries(Object.getOwnPropertyDescriptors(controller))) {
    if (name === 'constructor' || typeof method.value !== 'function') continue;
    if (!Reflect.hasMetadata(ROLES_METADATA, method.value)) allow(controller, name, method, roles);
  }
}

function allow(controller: object, name: string | symbol, method: PropertyDescriptor, roles: readonly Role[]): void {
  SetMetadata(ROLES_METADATA, roles)(controller, name, method);
  Configured({ roles })(controller, name, method);
}
