import { deviations } from '../../packages/kubernetes-schemas/deviations.js';
import type { Lint } from '../linter/lint.js';

export const fieldType: Lint = {
  id: 'field-type',
  reports: 'values whose type is wrong for the field of a built-in kind, such as a number in quotes',
  because: 'The API server rejects the object.',
  check: (object) =>
    deviations(object).flatMap((deviation) =>
      deviation.kind === 'WrongType' ? [{ path: deviation.path, type: 'TypeInvalid', detail: deviation.wanted }] : [],
    ),
};
