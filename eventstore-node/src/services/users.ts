import { accessDenied } from '../access/access.js';
import { UserConflict, UserNotFound, WrongPassword, type StoredUser, type Users } from '../access/users.js';
import { codecOf, type Codec } from '../protocol/codecs.js';
import { invalidArgument } from '../protocol/stream-errors.js';
import { onlyMessage, unary, type Method, type Methods } from '../transport/grpc-server.js';
import { GrpcError, Status } from '../transport/grpc-status.js';

interface UserOptions {
  readonly login_name: string;
  readonly password: string;
  readonly full_name: string;
  readonly groups: readonly string[];
}
interface PasswordOptions {
  readonly login_name: string;
  readonly current_password: string;
  readonly new_password: string;
}
type NameOptions = Pick<UserOptions, 'login_name'>;

const request = <Options>(name: string) => codecOf<{ options?: Options }>(`event_store.client.users.${name}`);
const createRequest = request<UserOptions>('CreateReq');
const updateRequest = request<UserOptions>('UpdateReq');
/** Delete, Enable, Disable and Details take a name alone. */
const nameRequest = request<NameOptions>('NameReq');
const changePasswordRequest = request<PasswordOptions>('ChangePasswordReq');
const resetPasswordRequest = request<PasswordOptions>('ResetPasswordReq');
const detailsResponse = codecOf<{ user_details: object }>('event_store.client.users.DetailsResp');

const USERS = '/event_store.client.users.Users/';
const NOTHING = new Uint8Array();

/** The service of the server of the same name. `access/guard.ts` has who may call what. */
export const usersService = (users: Users): Methods => ({
  [`${USERS}Create`]: change(createRequest, ({ login_name, full_name, groups, password }) =>
    users.create({ loginName: login_name, fullName: full_name, groups, password: given(password) }),
  ),
  [`${USERS}Update`]: change(updateRequest, ({ login_name, full_name, groups }) =>
    users.update(login_name, full_name, groups),
  ),
  [`${USERS}Delete`]: change(nameRequest, ({ login_name }) => users.delete(login_name)),
  [`${USERS}Disable`]: change(nameRequest, ({ login_name }) => users.disable(login_name)),
  [`${USERS}Enable`]: change(nameRequest, ({ login_name }) => users.enable(login_name)),
  [`${USERS}ResetPassword`]: change(resetPasswordRequest, ({ login_name, new_password }) =>
    users.resetPassword(login_name, given(new_password)),
  ),
  // The current password is the proof: as on the server it does not matter who sends it.
  [`${USERS}ChangePassword`]: change(changePasswordRequest, ({ login_name, current_password, new_password }) =>
    users.changePassword(login_name, current_password, given(new_password)),
  ),
  [`${USERS}Details`]: details(users),
});

const given = (password: string): string => {
  if (password === '') throw invalidArgument('A password must not be empty.');
  return password;
};

const change = <Options extends NameOptions>(
  codec: Codec<{ options?: Options }>,
  apply: (options: Options) => Promise<void>,
): Method =>
  unary(async (message) => {
    const { options } = codec.decode(message);
    if (!options?.login_name) throw invalidArgument('The login name must be given.');
    try {
      await apply(options);
    } catch (error) {
      throw asStatus(error, options.login_name);
    }
    return NOTHING;
  });

function asStatus(error: unknown, loginName: string): unknown {
  const trailers = (exception: string) => ({ exception, 'login-name': loginName });
  if (error instanceof UserNotFound)
    return new GrpcError(Status.NOT_FOUND, `User '${loginName}' is not found.`, trailers('user-not-found'));
  if (error instanceof UserConflict)
    return new GrpcError(Status.FAILED_PRECONDITION, 'Conflict.', trailers('user-conflict'));
  return error instanceof WrongPassword ? accessDenied() : error;
}

/** One user, or with no name given all of them: on the server every user may see every other. */
const details =
  (users: Users): Method =>
  async (call) => {
    const loginName = nameRequest.decode(await onlyMessage(call)).options?.login_name ?? '';
    for (const user of loginName.trim() === '' ? users.all() : [existing(users, loginName)]) {
      call.write(detailsResponse.encode(describe(user)));
      await call.drained();
    }
    call.end();
  };

function existing(users: Users, loginName: string): StoredUser {
  const user = users.find(loginName);
  if (!user) throw asStatus(new UserNotFound(), loginName) as GrpcError;
  return user;
}

const describe = ({ loginName, fullName, groups, disabled, updatedTicks }: StoredUser) => ({
  user_details: {
    login_name: loginName,
    full_name: fullName,
    groups,
    disabled,
    last_updated: { ticks_since_epoch: Number(updatedTicks) },
  },
});
