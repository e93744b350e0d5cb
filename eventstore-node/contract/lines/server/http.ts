import { randomUUID } from 'node:crypto';
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
        const { esVersion, state } = JSON.parse(body) as { esVersion: string; state: string };
        return { status, version: esVersion.split('.').slice(0, 2).join('.'), state };
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
    line('A part of /stats can be asked for, of what there is', [200, 'number', 404, 404], async ({ get }) => {
      const { status, body } = await get('/stats/proc');
      const missing = await Promise.all(['/stats/proc/id', '/stats/no-such-part'].map(get));
      return [status, typeof (JSON.parse(body) as { id: unknown }).id, ...missing.map((answer) => answer.status)];
    }),
    line('/ping answers', [200, 'Ping request successfully handled'], async ({ get }) => {
      const { status, body } = await get('/ping');
      return [status, (JSON.parse(body) as { text: string }).text];
    }),
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
    line('What can only be read is 405 to who posts it', [405, 405, 405], async ({ ask }) => {
      const posted = ['/info', '/gossip', '/health/live'].map((path) => ask(path, { method: 'POST' }));
      return (await Promise.all(posted)).map(({ status }) => status);
    }),
    line(
      'A scavenge that is not under way can not be stopped',
      404,
      async ({ ask }) => (await ask(`/admin/scavenge/${randomUUID()}`, { method: 'DELETE' })).status,
    ),
  ],
};
