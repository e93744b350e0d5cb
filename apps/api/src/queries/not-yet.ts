/** 503s of reads: what is asked for can't be read yet. */
import { ApiError } from '../errors/api-error.js';

export const rebuilding = (): ApiError =>
  new ApiError('rebuilding', 'The read models are being rebuilt from the log. Try again shortly.');

export const behind = (revision: number, minRevision: number): ApiError =>
  new ApiError('read-model-behind', `Revision ${minRevision} was asked for; revision ${revision} is what can be read.`);
