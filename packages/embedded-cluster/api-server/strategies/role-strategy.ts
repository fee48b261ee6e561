import { pathSegmentErrors } from '../../../kubernetes-conventions/metadata/names.js';
import type { Strategy } from '../resources/strategy.js';
import { immutableErrors } from './immutable-fields.js';

/** Roles and bindings are stored and never asked: everyone with the token may do everything. */
export const roleStrategy: Strategy = {
  nameErrors: pathSegmentErrors,
  validateUpdate: (object, old) =>
    immutableErrors(object, old, '', ['roleRef']).map((error) => ({ ...error, detail: 'cannot change roleRef' })),
};
