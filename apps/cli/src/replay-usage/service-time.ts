/** What time it is where the charges go: a deployment for tests has a clock of its own. */
import { type ApiClient, Refused } from '../api-client.js';

export async function serviceTime(api: ApiClient): Promise<Date> {
  try {
    return new Date(String((await api.get('/v1/test-clock'))['now']));
  } catch (error) {
    // Without a test clock there is no such route.
    if (error instanceof Refused && error.answer.status === 404) return new Date();
    throw error;
  }
}
