import { hash, randomBytes } from 'node:crypto';
import { isPasswordOf } from './password.js';
import type { Principal } from './principal.js';
import type { Users } from './users.js';

interface Verified {
  readonly principal: Principal;
  readonly version: number;
}

/** Thrown when so many passwords wait to be checked that this one would wait too long. */
export class TooManyLogins extends Error {}

const MOST_REMEMBERED = 1000;
const MOST_WAITING = 1000;

interface Credentials {
  readonly loginName: string;
  readonly password: string;
}

/** `Basic <base64 of name:password>`; undefined for anything else. */
function basicCredentials(authorization: string): Credentials | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 1 ? undefined : { loginName: text.slice(0, colon), password: text.slice(colon + 1) };
}

/**
 * Finds who sent credentials. Checking a password is slow on purpose, so what was found right is remembered, by a hash of
 * it, until the user changes; passwords that are not known yet are checked one after the other, so that guessing them
 * leaves the node its other threads.
 */
export class Authenticator {
  private readonly verified = new Map<string, Verified>();
  private readonly secret = randomBytes(32).toString('base64');
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(private readonly users: Users) {}

  /** Whose the header is; undefined (or a promise of it) if the credentials are wrong. */
  identify(authorization: string): Principal | undefined | Promise<Principal | undefined> {
    const key = hash('sha256', this.secret + authorization, 'base64');
    const known = this.verified.get(key);
    if (known) {
      if (this.users.version(known.principal.name) === known.version) return known.principal;
      this.verified.delete(key);
    }
    const credentials = basicCredentials(authorization);
    return credentials && this.inTurn(() => this.verify(credentials, key));
  }

  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.waiting >= MOST_WAITING) throw new TooManyLogins('Too many logins are waiting to be checked.');
    this.waiting++;
    const turn = this.last.then(work).finally(() => this.waiting--);
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async verify({ loginName, password }: Credentials, key: string): Promise<Principal | undefined> {
    // Many calls of one client wait for their first check together: the first has answered it for all of them.
    const known = this.verified.get(key);
    if (known && this.users.version(loginName) === known.version) return known.principal;
    const user = this.users.find(loginName);
    if (!user || user.disabled || !(await isPasswordOf(password, user))) return undefined;
    const principal = { name: user.loginName, groups: new Set(user.groups) };
    this.remember(key, { principal, version: user.revision });
    return principal;
  }

  private remember(key: string, verified: Verified): void {
    if (this.verified.size >= MOST_REMEMBERED) this.verified.delete(this.verified.keys().next().value as string);
    this.verified.set(key, verified);
  }
}
