import type { GrpcCall } from '../transport/grpc-call.js';

/** Between two pages: waits for a slow reader, and always lets appends and other readers have their turn. */
export const readyForMore = async (call: GrpcCall): Promise<void> => {
  if (call.mustWait) await call.drained();
  else await new Promise((resolve) => setImmediate(resolve));
};
