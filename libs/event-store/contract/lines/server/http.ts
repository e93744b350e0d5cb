import { line, type Chapter } from '../../contract-line.js';

interface Members {
  readonly members: readonly { readonly state: string; readonly isAlive: boolean; readonly httpEndPointPort: number }[];
}

export const http: Chapter = {
  title: 'Plain HTTP',
  lines: [
    line('/health/live answers 204', 204, async ({ get }) => (await get('/health/live')).status),
    line(
      '/info tells a version, and that the one node leads',
      { status: 200, version: '23.10', state: 'leader' },
      async ({ get }) => {
        const { status, body } = await get('/info');
        const { dbVersion, state } = JSON.parse(body) as { dbVersion: string; state: string };
        return { status, version: dbVersion.split('.').slice(0, 2).join('.'), state };
      },
    ),
    line(
      '/stats tells of the process and of the event store',
      { status: 200, proc: 'object', es: 'object' },
      async ({ get }) => {
        const { status, body } = await get('/stats');
        const { proc, es } = JSON.parse(body) as { proc: unknown; es: unknown };
        return { status, proc: typeof proc, es: typeof es };
      },
    ),
    line(
      '/gossip tells of one member, alive, which leads',
      { status: 200, members: [['Leader', true, 'number']] },
      async ({ get }) => {
        const { status, body } = await get('/gossip');
        const { members } = JSON.parse(body) as Members;
        const told = members.map(({ state, isAlive, httpEndPointPort }) => [state, isAlive, typeof httpEndPointPort]);
        return { status, members: told };
      },
    ),
    line('What there is not is 404', 404, async ({ get }) => (await get('/there-is-no-such-page')).status),
  ],
};
