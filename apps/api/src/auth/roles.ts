import { SetMetadata, applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';

/** Spec 11. What each may do is said at the routes. */
export const ROLES = ['service', 'support', 'finance', 'auditor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who may call a route, beside `admin`, who may call all. A route under /v1 that names nobody does not start. */
export const Roles = (...roles: readonly Role[]): MethodDecorator & ClassDecorator =>
  applyDecorators(RouteConfig({ roles: withAdmin(roles) }), SetMetadata(ROLES_METADATA, withAdmin(roles)));

/** Everyone with a key. */
export const AnyRole = (): MethodDecorator & ClassDecorator => Roles(...ROLES);

export const ROLES_METADATA = 'drawdown:roles';

const withAdmin = (roles: readonly Role[]): readonly Role[] => [...new Set<Role>([...roles, 'admin'])];
