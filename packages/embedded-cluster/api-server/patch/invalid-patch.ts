import { ApiError } from '../../api-error.js';

/** 422 for a patch that cannot be applied to this object, in the real server's bare words; `why` is for who debugs it. */
export const invalidPatch = (why: string): ApiError =>
  Object.assign(new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {}), {
    cause: why,
  });
