/** Drawdown's HTTP API as the command line uses it: what is not decided is repeated, what is refused ends the command. */
import { type DrawdownClient, createClient } from '#client/client.js';
import { retrying } from '#client/retries.js';

export type ApiClient = {
  readonly http: DrawdownClient;
  readonly retries: () => number;
};

export type ApiClientOptions = {
  readonly url: string;
  readonly apiKey: string;
  /** For how long a request is repeated that meets no server, 429 or 503. */
  readonly retryForMs?: number;
};

type Problem = { readonly code?: string; readonly detail?: string; readonly title?: string };

/** An answer that is no 2xx and that repeating does not mend. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    where: string,
    readonly status: number,
    { code, detail, title }: Problem,
  ) {
    const reason = [code, detail ?? title].filter((each) => typeof each === 'string').join(': ');
    super(`${where} was answered with ${status}${reason === '' ? '' : ` (${reason})`}`);
  }
}

const SILENT_AFTER_MS = 2_000;

export function createApiClient({ url, apiKey, retryForMs = 60_000 }: ApiClientOptions): ApiClient {
  const base = addressOf(url);
  let repeated = 0;
  let isSilenceNoted = false;

  const noteSilence = () => {
    if (!isSilenceNoted) console.error(`${base.origin} does not answer; retrying`);
    isSilenceNoted = true;
  };

  const send = (request: Request): Promise<Response> => {
    const silence = setTimeout(noteSilence, SILENT_AFTER_MS);
    const once = async (each: Request): Promise<Response> => {
      const response = await fetch(each).catch((error: Error) => {
        const reason = error.cause instanceof Error ? error.cause : error;
        throw new Error(`${each.method} ${each.url}: ${reason.message}`, { cause: error });
      });
      // Busy is not silent: whatever it answers, it is there.
      clearTimeout(silence);
      return response;
    };
    return retrying({ send: once, forMs: retryForMs, onRetry: () => repeated++ })(request).finally(() =>
      clearTimeout(silence),
    );
  };

  return { http: createClient({ url: base.origin, apiKey, fetch: send }), retries: () => repeated };
}

type Answer<Data> = {
  readonly data?: Data | undefined;
  readonly error?: Problem | undefined;
  readonly response: Response;
};

/** What was answered with success; throws `Refused` where it was not. */
export async function accepted<Data>(asking: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await asking;
  if (data !== undefined) return data;
  throw new Refused(new URL(response.url).pathname, response.status, typeof error === 'object' ? error : {});
}

function addressOf(url: string): URL {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address?.protocol !== 'http:' && address?.protocol !== 'https:')
    throw new RangeError(`--url: ${JSON.stringify(url)} is not an address like http://127.0.0.1:3000`);
  return address;
}
