import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** What is kept of a password: both in base64. */
export interface PasswordHash {
  readonly hash: string;
  readonly salt: string;
}

const HASH_BYTES = 32;
const SALT_BYTES = 16;

const derive = (password: string, salt: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    scrypt(password, salt, HASH_BYTES, (error, hash) => (error ? reject(error) : resolve(hash))),
  );

export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(SALT_BYTES);
  return { hash: (await derive(password, salt)).toString('base64'), salt: salt.toString('base64') };
}

export async function isPasswordOf(password: string, { hash, salt }: PasswordHash): Promise<boolean> {
  const expected = Buffer.from(hash, 'base64');
  const derived = await derive(password, Buffer.from(salt, 'base64'));
  return expected.length === derived.length && timingSafeEqual(expected, derived);
}
