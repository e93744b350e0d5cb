/** What Fastify keeps of a route beside its handler (`route.config`), for what holds before a controller is reached. */
import { RouteConfig } from '@nestjs/platform-fastify';
import type { RouteOptions } from 'fastify';

export type RouteSettings = {
  /** Who may call it. */
  readonly roles?: readonly string[];
  /** Members of its body that fewer may state, and who. */
  readonly memberRoles?: Readonly<Record<string, readonly string[]>>;
  /** Something may stand behind the `?` of its path. */
  readonly takesParameters?: boolean;
  /** It takes lines of JSON too, without a limit to their number. */
  readonly takesLines?: boolean;
  /** Of a body that is held whole; 1 MiB, if not said. */
  readonly bodyLimitBytes?: number;
  /** The controller's method that is called without Nest (hot-routes.ts). */
  readonly hot?: { readonly controller: object & { readonly prototype?: unknown }; readonly method: string | symbol };
};

// Where Nest keeps it: it exports no name of this.
const METADATA = '__fastify_route_config__';

/** Adds to the settings that other decorators gave the route. */
export const Configured =
  (settings: RouteSettings): MethodDecorator =>
  (controller, name, method) => {
    const known = Reflect.getMetadata(METADATA, method.value as object) as RouteSettings | undefined;
    RouteConfig({ ...known, ...settings })(controller, name, method);
  };

export const settingsOf = ({ config }: Pick<RouteOptions, 'config'>): RouteSettings => config ?? {};
