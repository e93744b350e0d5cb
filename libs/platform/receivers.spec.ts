import { describe, expect, it } from '@jest/globals';
import { guardedLookup, isAllowed, receiverFault } from './receivers.js';

const closed = { allowsLoopback: false };
const local = { allowsLoopback: true };

describe('a receiver', () => {
  it.each(['https://hooks.example.com/x?y=1', 'https://8.8.8.8/', 'https://[2606:4700::1111]:8443/'])(
    'may be %s',
    (url) => {
      expect(receiverFault(url, closed)).toBeNull();
    },
  );

  it.each([
    '',
    'hooks.example.com',
    'ftp://hooks.example.com/',
    'http://hooks.example.com/',
    'https://user:secret@hooks.example.com/',
    'https://hooks.example.com/#x',
    'https://10.0.0.1/',
    'https://192.168.1.1/',
    'https://172.16.0.1/',
    'https://169.254.169.254/latest/meta-data/',
    'https://100.64.0.1/',
    'https://0.0.0.0/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://0x0a000001/',
    'https://2130706433/',
    'https://localhost/',
    'https://api.localhost/',
    'http://127.0.0.1:8080/',
  ])('may not be %s', (url) => {
    expect(receiverFault(url, closed)).toMatch(/^must /);
  });

  it('may be on this machine where that is allowed, and nowhere else inside', () => {
    expect(receiverFault('http://127.0.0.1:8080/hook', local)).toBeNull();
    expect(receiverFault('http://localhost:8080/hook', local)).toBeNull();
    expect(receiverFault('http://10.0.0.1/', local)).not.toBeNull();
  });

  it.each(['224.0.0.1', '240.0.0.1', '192.0.2.1', '::', '::ffff:127.0.0.1', '64:ff9b::a00:1'])(
    'is not at %s',
    (address) => {
      expect(isAllowed(address, closed)).toBe(false);
    },
  );

  it('is connected to at what its name was looked up as, if that is allowed', async () => {
    const found = (options: { allowsLoopback: boolean }) =>
      new Promise((resolve, reject) => {
        guardedLookup(options)('localhost', { all: true }, (error, address) =>
          error ? reject(error) : resolve(address),
        );
      });
    await expect(found(closed)).rejects.toThrow('localhost leads to a private or reserved address');
    expect(await found(local)).not.toHaveLength(0);
  });
});
