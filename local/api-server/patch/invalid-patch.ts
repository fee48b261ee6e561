import { ApiError } from '../../api-error.js';

/** 422 for a patch that cannot be applied to this object. */
export const invalidPatch = (why: string): ApiError =>
  new ApiError(422, 'Invalid', `the server rejected our request due to an error in our request: ${why}`, {});
