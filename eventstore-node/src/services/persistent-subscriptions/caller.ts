import { isAnonymous, type Principal } from '../../access/principal.js';
import type { GrpcCall } from '../../transport/grpc-call.js';

/** The server's name for everybody where there are no users. With users a consumer has a name. */
const SYSTEM = 'system';
const UNNAMED = '<unknown>';

/** Who calls. */
export const userOf = (principal: Principal): string => (isAnonymous(principal) ? SYSTEM : principal.name);

/** How the client calls its connection. */
export const connectionNameOf = ({ headers }: GrpcCall): string => String(headers['connection-name'] ?? UNNAMED);
