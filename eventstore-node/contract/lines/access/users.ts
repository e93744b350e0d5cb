import { EventStoreDBClient, type Credentials } from '@eventstore/db-client';
import { lineAboutUsers, type Chapter } from '../../contract-line.js';
import { usersAs, withUser } from '../../managing-users.js';
import { collect, outcomeOf, until } from '../../outcomes.js';
import { rawOutcomeOf } from '../../raw-calls.js';
import type { ServerUnderContract } from '../../server-under-contract.js';

const ops = { username: 'ops', password: 'changeit' };
const NOT_ALLOWED = 'access-denied';
const GETS_IN = 'stream-not-found';

/** The same server for nobody in particular. */
async function anonymously<Result>(
  { url }: ServerUnderContract,
  work: (client: EventStoreDBClient) => Promise<Result>,
): Promise<Result> {
  const client = EventStoreDBClient.connectionString(url.replace(/:\/\/[^@/]*@/, '://'));
  const result = await work(client);
  await client.dispose();
  return result;
}

const entering = ({ client, newStream }: ServerUnderContract, credentials: Credentials) =>
  outcomeOf(collect(client.readStream(newStream(), { credentials })));

/** Servers remember for a moment who somebody was. */
const soon = (server: ServerUnderContract, credentials: Credentials, outcome: string): Promise<string> =>
  until(async () => (await entering(server, credentials)) === outcome).then(() => outcome);

export const usersAndOperators: Chapter = {
  title: 'Users and operators',
  lines: [
    lineAboutUsers(
      'Every user is told of every other, and nobody else is',
      [['admin'], true, NOT_ALLOWED],
      async (server) => [
        await usersAs(server.client, ops).namesOf('admin'),
        (await usersAs(server.client, ops).namesOf()).includes('admin'),
        await anonymously(server, (client) => rawOutcomeOf(usersAs(client).namesOf())),
      ],
    ),
    lineAboutUsers('Only administrators make users', [NOT_ALLOWED, NOT_ALLOWED], async (server) => {
      const name = server.newStream('user');
      return [
        await rawOutcomeOf(usersAs(server.client, ops).create(name, 'a-password')),
        await anonymously(server, (client) => rawOutcomeOf(usersAs(client).create(name, 'a-password'))),
      ];
    }),
    lineAboutUsers(
      'A user that there is not is not found',
      Array(4).fill('user-not-found'),
      async ({ client, newStream }) => {
        const name = newStream('user');
        const users = usersAs(client);
        const calls = [users.disable(name), users.enable(name), users.delete(name), users.namesOf(name)];
        return Promise.all(calls.map(rawOutcomeOf));
      },
    ),
    lineAboutUsers(
      'One that there is can be made again with the same password only',
      ['done', 'user-conflict'],
      (server) =>
        withUser(server, async ({ username, password }) => [
          await rawOutcomeOf(usersAs(server.client).create(username, password)),
          await rawOutcomeOf(usersAs(server.client).create(username, 'another-password')),
        ]),
    ),
    lineAboutUsers('Who is disabled gets in nowhere until enabled again', [GETS_IN, NOT_ALLOWED, GETS_IN], (server) =>
      withUser(server, async (user) => {
        const before = await entering(server, user);
        await usersAs(server.client).disable(user.username);
        const disabled = await soon(server, user, NOT_ALLOWED);
        await usersAs(server.client).enable(user.username);
        return [before, disabled, await soon(server, user, GETS_IN)];
      }),
    ),
    lineAboutUsers('A password is changed by who knows it', [NOT_ALLOWED, 'done', GETS_IN], (server) =>
      withUser(server, async (user) => {
        const change = (current: string) =>
          rawOutcomeOf(usersAs(server.client, user).changePassword(user.username, current, 'a-second-password'));
        const [wrongly, rightly] = [await change('not-the-password'), await change(user.password)];
        return [wrongly, rightly, await soon(server, { ...user, password: 'a-second-password' }, GETS_IN)];
      }),
    ),
    lineAboutUsers(
      'Over HTTP it is 401 for nobody, with wrong credentials, and with too few rights',
      [401, 401, 401, 200],
      (server) =>
        withUser(server, async ({ username, password }) => {
          const status = async (path: string, auth: string) => (await server.ask(path, { auth })).status;
          return [
            await status('/stats', ''),
            await status('/info', `${username}:not-the-password`),
            await status('/admin/scavenge/current', `${username}:${password}`),
            await status('/admin/scavenge/current', 'ops:changeit'),
          ];
        }),
    ),
  ],
};
