/** What is requested can't be read yet (503). */
import { ApiError } from '../errors/api-error.js';

export const rebuilding = (): ApiError =>
  new ApiError('rebuilding', 'The read models are being rebuilt from the log. Try again shortly.');

export const behind = (revision: number, minRevision: number): ApiError =>
  new ApiError(
    'read-model-behind',
    `Revision ${minRevision} was requested; only revision ${revision} can be read yet.`,
  );
