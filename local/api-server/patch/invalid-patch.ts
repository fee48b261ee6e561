import { ApiError } from '../../api-error.js';

/** 422 for a patch that cannot be applied to this object. Clients get the real server's bare words, `why` goes along. */
export const invalidPatch = (why: string): ApiError =>
  new ApiError(422, 'Invalid', 'the server rejected our request due to an error in our request', {
    causes: [{ message: why }],
  });
