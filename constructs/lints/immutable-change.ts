import { immutableChanges, isReplacedOnChange } from '../../plan/manifest/change/immutable-changes.js';
import type { Lint } from '../linter/lint.js';

export const immutableChange: Lint = {
  id: 'immutable-change',
  reports: 'changes of immutable fields of objects in `base`, including planned Jobs',
  because: 'The API server rejects the update, and the sync fails.',
  check(object, { before }) {
    const old = before?.(object);
    return old && !isReplacedOnChange(object) ? immutableChanges(old, object) : [];
  },
};
