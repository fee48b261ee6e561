import { immutableChanges, isReplacedOnChange } from '../../plan/manifest/change/immutable-changes.js';
import type { Lint } from '../linter/lint.js';

export const immutableChange: Lint = {
  id: 'immutable-change',
  reports:
    'objects that exist under the same name in `base` with other values in fields that no update may change, planned Jobs included',
  because: 'The API server refuses the update, and the sync fails.',
  check(object, { before }) {
    const old = before?.(object);
    return old && !isReplacedOnChange(object) ? immutableChanges(old, object) : [];
  },
};
