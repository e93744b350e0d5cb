/** What can be told from an address without asking it. */

export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);

/**
 * Whether an event store's connection string makes its client prove who it is: a user or a client certificate, over TLS.
 * Without TLS the client sends no credentials, whatever the string says.
 */
export function credentialsIn(url: string): boolean {
  const query = new URLSearchParams(url.split('?')[1]?.toLowerCase());
  const hasUser = /^[^/]*:\/\/[^@/?]+@/.test(url);
  const hasCertificate = query.has('usercertfile') && query.has('userkeyfile');
  return query.get('tls') !== 'false' && (hasUser || hasCertificate);
}
