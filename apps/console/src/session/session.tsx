/** Who is signed in, by which key, and what time it is where decisions are made. */
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { type ReactNode, createContext, use, useMemo } from 'react';
import { type DrawdownClient, type Schemas, createClient } from '#client/client.js';
import { retrying } from '#client/retries.js';
import { createQueryClient } from '../api/query-client.js';
import { answerOf } from '../api/refusal.js';
import { Loaded } from '../ui/loaded.js';
import { type Permission, may } from './roles.js';

export type Session = Schemas['SessionAnswer'] & {
  /** Reads: sent once, as views repeat them and say so. */
  readonly api: DrawdownClient;
  /** Commands: repeated with their key until they are decided, for half a minute. */
  readonly commands: DrawdownClient;
  /** How far the API's clock is ahead of this machine's. */
  readonly aheadMs: number;
  readonly signOut: () => void;
};

const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) throw new Error('Nobody is signed in here');
  return session;
}

export const useApi = (): DrawdownClient => useSession().api;
export const useMay = (permission: Permission): boolean => may(useSession().role, permission);

/** Where the test clock stands is looked at again and again, as somebody may move it. */
const TEST_CLOCK_LOOK_MS = 5_000;

type Props = {
  readonly apiKey: string;
  readonly signOut: () => void;
  /** Called where the API no longer knows the key. */
  readonly turnAway: () => void;
  readonly children: ReactNode;
};

export function SessionProvider({ apiKey, signOut, turnAway, children }: Props) {
  const queries = useMemo<QueryClient>(() => createQueryClient(turnAway), [turnAway]);
  return (
    <QueryClientProvider client={queries}>
      <Signed apiKey={apiKey} signOut={signOut}>
        {children}
      </Signed>
    </QueryClientProvider>
  );
}

function Signed({ apiKey, signOut, children }: Omit<Props, 'turnAway'>) {
  const clients = useMemo(() => {
    const url = location.origin;
    const send = (request: Request): Promise<Response> => fetch(request);
    return {
      api: createClient({ url, apiKey, fetch: send }),
      commands: createClient({ url, apiKey, fetch: retrying({ send }) }),
    };
  }, [apiKey]);
  const asked = useQuery({
    queryKey: ['session'],
    queryFn: async ({ signal }) => {
      const session = await answerOf(clients.api.GET('/v1/session', { signal }));
      return { ...session, aheadMs: Date.parse(session.now) - Date.now() };
    },
    staleTime: 60_000,
    refetchInterval: (query) => (query.state.data?.hasTestClock ? TEST_CLOCK_LOOK_MS : false),
  });
  return (
    <Loaded of={asked} label="Signing in">
      {(session) => <SessionContext value={{ ...session, ...clients, signOut }}>{children}</SessionContext>}
    </Loaded>
  );
}
