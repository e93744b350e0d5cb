/** What a connection string says besides what the client reads out of it. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly usesTls: boolean;
  /** The string's own, or those that every new server has. */
  readonly credentials: { readonly username: string; readonly password: string };
}

export class UnreadableUrl extends Error {}

const FORM = /^(?:esdb|eventstore|kurrent|kurrentdb|kdb)(?:\+discover)?:\/\/(?:([^@/]*)@)?([^/?]+)\/?(?:\?(.*))?$/i;
const DEFAULT_PORT = 2113;

/** Of several hosts the first. */
export function addressOf(url: string): Address {
  const [, userInfo = 'admin:changeit', hosts, query = ''] = FORM.exec(url.trim()) ?? [];
  if (!hosts) throw new UnreadableUrl(`A server is named as esdb://host:port?tls=false, not as ${url}`);
  const [first = ''] = hosts.split(',');
  const [host = '', port] = first.split(':');
  const [username = '', password = ''] = userInfo.split(':').map(decodeURIComponent);
  const tls = new URLSearchParams(query.toLowerCase()).get('tls');
  return {
    host,
    port: port ? Number(port) : DEFAULT_PORT,
    usesTls: tls !== 'false',
    credentials: { username, password },
  };
}
