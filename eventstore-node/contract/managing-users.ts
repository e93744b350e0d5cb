/** The service about users, which the client has a stub of and no methods; and a user that goes with its line. */
import usersGrpc from '@eventstore/db-client/generated/users_grpc_pb.js';
import usersPb, { type DetailsResp } from '@eventstore/db-client/generated/users_pb.js';
import type { Credentials, EventStoreDBClient } from '@eventstore/db-client';
import { collect } from './outcomes.js';
import { answerTo, callArguments, withStub } from './raw-calls.js';
import type { ServerUnderContract } from './server-under-contract.js';

const USERS = usersGrpc.UsersClient;

/** What `credentials` ask of it; without them whom the connection string names. */
export function usersAs(client: EventStoreDBClient, credentials?: Credentials) {
  const args = () => callArguments(client, credentials);
  /** Disable, enable and delete take a name alone. */
  const byName = (call: 'disable' | 'enable' | 'delete', loginName: string): Promise<unknown> => {
    const Request = { disable: usersPb.DisableReq, enable: usersPb.EnableReq, delete: usersPb.DeleteReq }[call];
    const request = new Request();
    const options = new Request.Options();
    options.setLoginName(loginName);
    request.setOptions(options);
    return withStub(client, USERS, (stub) => answerTo((answered) => stub[call](request, ...args(), answered)));
  };
  return {
    disable: (loginName: string) => byName('disable', loginName),
    enable: (loginName: string) => byName('enable', loginName),
    delete: (loginName: string) => byName('delete', loginName),
    create(loginName: string, password: string): Promise<unknown> {
      const request = new usersPb.CreateReq();
      const options = new usersPb.CreateReq.Options();
      options.setLoginName(loginName);
      options.setFullName(loginName);
      options.setPassword(password);
      request.setOptions(options);
      return withStub(client, USERS, (stub) => answerTo((answered) => stub.create(request, ...args(), answered)));
    },
    changePassword(loginName: string, current: string, password: string): Promise<unknown> {
      const request = new usersPb.ChangePasswordReq();
      const options = new usersPb.ChangePasswordReq.Options();
      options.setLoginName(loginName);
      options.setCurrentPassword(current);
      options.setNewPassword(password);
      request.setOptions(options);
      return withStub(client, USERS, (stub) =>
        answerTo((answered) => stub.changePassword(request, ...args(), answered)),
      );
    },
    /** The names of those that are told: one, or all of them. */
    namesOf(loginName = ''): Promise<string[]> {
      const request = new usersPb.DetailsReq();
      const options = new usersPb.DetailsReq.Options();
      options.setLoginName(loginName);
      request.setOptions(options);
      return withStub(client, USERS, async (stub) => {
        const told = (await collect(stub.details(request, ...args()))) as DetailsResp[];
        return told.map((one) => one.getUserDetails()?.getLoginName() ?? '');
      });
    },
  };
}

/** Works with a user in no group, who is deleted behind it. */
export async function withUser<Result>(
  { client, newStream }: ServerUnderContract,
  work: (user: Credentials) => Promise<Result>,
): Promise<Result> {
  const user = { username: newStream('user'), password: 'a-first-password' };
  await usersAs(client).create(user.username, user.password);
  try {
    return await work(user);
  } finally {
    await usersAs(client).delete(user.username);
  }
}
