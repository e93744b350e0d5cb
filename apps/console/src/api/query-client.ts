/** How reads are repeated and kept. */
import { QueryCache, QueryClient } from '@tanstack/react-query';
import { isBehind, isUnauthorized, Refusal } from './refusal.js';

const LONGEST_PAUSE_MS = 4_000;
const UNREACHED_RETRIES = 3;

/** `turnAway` is called where the API no longer knows the key. */
export const createQueryClient = (turnAway: () => void): QueryClient =>
  new QueryClient({
    queryCache: new QueryCache({ onError: (error) => isUnauthorized(error) && turnAway() }),
    defaultOptions: {
      queries: {
        staleTime: 2_000,
        refetchOnWindowFocus: true,
        // What is behind comes up by itself: views say so and go on asking. A refusal is an answer.
        retry: (failures, error) => isBehind(error) || (!(error instanceof Refusal) && failures < UNREACHED_RETRIES),
        retryDelay: (failures) => Math.min(250 * 2 ** failures, LONGEST_PAUSE_MS),
      },
    },
  });
