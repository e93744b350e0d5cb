import { describe, expect, it } from '@jest/globals';
import { targetOf } from './target.js';

describe('a connection string', () => {
  it('names one node, or a cluster', () => {
    expect(targetOf('esdb://127.0.0.1:2114?tls=false')).toMatchObject({
      hosts: [{ host: '127.0.0.1', port: 2114 }],
      isCluster: false,
      tls: undefined,
    });
    expect(targetOf('kurrentdb+discover://cluster.example')).toMatchObject({
      hosts: [{ host: 'cluster.example', port: 2113 }],
      isCluster: true,
      tls: { ca: undefined },
    });
    expect(targetOf('esdb://a:1,[::1]:2,c?tls=false')).toMatchObject({
      hosts: [
        { host: 'a', port: 1 },
        { host: '::1', port: 2 },
        { host: 'c', port: 2113 },
      ],
      isCluster: true,
    });
  });

  it('sets how a connection is watched, however the options are spelt', () => {
    const target = targetOf('esdb://a:1?TLS=false&keep-alive-interval=500&KeepAliveTimeout=900&gossip_timeout=3');
    expect(target).toMatchObject({ pingEveryMs: 500, pingWithinMs: 900, gossipWithinMs: 3_000 });
    expect(targetOf('esdb://a:1?keepAliveInterval=-1')).toMatchObject({ pingEveryMs: 0 });
  });

  it('bears credentials only with TLS', () => {
    expect(targetOf('esdb://u:p@a:1').authorization).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`);
    expect(targetOf('esdb://u:p@a:1?tls=false').authorization).toBeUndefined();
  });

  it.each([
    ['http://a:1', 'is named as'],
    ['esdb://', 'is named as'],
    ['esdb://a:b:c', 'is not the address'],
    ['esdb://a:1?throwOnAppendFailure=false', 'Leave it out'],
    ['esdb://a:1?keepAliveInterval=soon', 'not a whole number'],
    ['esdb://a:1?userCertFile=package.json', 'belong together'],
  ])('%s is refused, and why', (url, reason) => {
    expect(() => targetOf(url)).toThrow(reason);
  });
});
