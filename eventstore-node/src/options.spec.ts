import { afterEach, expect, test } from '@jest/globals';
import { parseOptions } from './options.js';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

test('without any it has TLS and users, on loopback', () => {
  expect(parseOptions([])).toMatchObject({
    host: '127.0.0.1',
    port: 2113,
    insecure: false,
    defaultAdminPassword: 'changeit',
    allowAnonymousStreamAccess: false,
    overrideAnonymousEndpointAccessForGossip: true,
  });
});

test("variables are named as the server's; the command line wins", () => {
  Object.assign(process.env, {
    EVENTSTORE_INSECURE: 'true',
    EVENTSTORE_HTTP_PORT: '2114',
    EVENTSTORE_CERTIFICATE_FILE: 'node.crt',
    EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE: 'node.key',
    EVENTSTORE_TRUSTED_ROOT_CERTIFICATES_PATH: 'ca',
    EVENTSTORE_DEFAULT_OPS_PASSWORD: 'other',
    EVENTSTORE_OVERRIDE_ANONYMOUS_ENDPOINT_ACCESS_FOR_GOSSIP: 'false',
  });
  const told = {
    insecure: true,
    port: 2114,
    certificateFile: 'node.crt',
    certificatePrivateKeyFile: 'node.key',
    trustedRootCertificatesPath: 'ca',
    defaultOpsPassword: 'other',
    overrideAnonymousEndpointAccessForGossip: false,
  };
  expect(parseOptions([])).toMatchObject(told);
  expect(parseOptions(['--http-port', '1', '--insecure=false'])).toMatchObject({ ...told, port: 1, insecure: false });
  expect(parseOptions(['--insecure', '--mem-db'])).toMatchObject({ insecure: true, memDb: true });
});

test('only the address for clients is listened on: a single node does not replicate', () => {
  expect(parseOptions(['--int-ip', '10.0.0.1', '--replication-ip', '10.0.0.1']).host).toBe('127.0.0.1');
  expect(parseOptions(['--int-ip', '10.0.0.1', '--ext-ip', '::1']).host).toBe('::1');
});

test.each(['0', 'false', 'no', ''])('a variable of %j switches nothing on', (value) => {
  process.env['EVENTSTORE_INSECURE'] = value;
  expect(parseOptions([]).insecure).toBe(false);
});
