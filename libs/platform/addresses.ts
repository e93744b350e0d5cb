/** What can be seen from an address, without connecting to it. */

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);

/** Hosts of a connection string: several of a cluster stand with commas between them. */
function hostsIn(url: string): readonly string[] {
  const authority = url.slice(url.indexOf('://') + 3).split(/[/?]/)[0] ?? '';
  return authority.slice(authority.lastIndexOf('@') + 1).split(',');
}

/** Whether a connection string can be meant: it names hosts, ports that exist, and TLS or not. */
export const isAddress = (url: string): boolean =>
  hostsIn(url).every((host) => host !== '' && URL.canParse(`http://${host}`)) &&
  !/[?&]tls=(?!(?:true|false)(?:&|$))/i.test(url);

/** Fit to be shown, also where it is no address: whatever stands before an `@` may be a password. */
export const withoutCredentials = (url: string): string => url.replace(/(^|:\/\/)(?:(?!:\/\/).)*@/s, '$1***@');

/**
 * Whether an event store's connection string makes its client prove who it is: a user or a client certificate, over TLS.
 * Without TLS the client sends no credentials, whatever the string contains.
 */
export function credentialsIn(url: string): boolean {
  const query = new URLSearchParams(url.split('?')[1]?.toLowerCase());
  const hasUser = /^[^/]*:\/\/[^@/?]+@/.test(url);
  const hasCertificate = query.has('usercertfile') && query.has('userkeyfile');
  return query.get('tls') !== 'false' && (hasUser || hasCertificate);
}
