import { isAnonymous } from '../../access/principal.js';
import type { GrpcCall } from '../../transport/grpc-call.js';

const ANONYMOUS = 'anonymous';
const UNNAMED = '<unknown>';

/** Who calls; everybody is anonymous where there are no users. */
export const userOf = ({ principal }: GrpcCall): string => (isAnonymous(principal) ? ANONYMOUS : principal.name);

/** How the client calls its connection. */
export const connectionNameOf = ({ headers }: GrpcCall): string => String(headers['connection-name'] ?? UNNAMED);
