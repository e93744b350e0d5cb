/** What time it is where the charges go: a deployment for tests has a clock of its own. */
import { type ApiClient, Refused, accepted } from '../api-client.js';

export async function serviceTime(api: ApiClient): Promise<Date> {
  try {
    return new Date((await accepted(api.http.GET('/v1/test-clock'))).now);
  } catch (error) {
    // Without a test clock there is no such route.
    if (error instanceof Refused && error.status === 404) return new Date();
    throw error;
  }
}
