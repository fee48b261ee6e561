import { deviations } from '../../packages/kubernetes-schemas/deviations.js';
import type { Lint } from '../linter/lint.js';

export const fieldType: Lint = {
  id: 'field-type',
  reports: 'values of another type than the field of the built-in kind has, such as a number in quotes',
  because: 'The API server refuses the object.',
  check: (object) =>
    deviations(object).flatMap((deviation) =>
      deviation.kind === 'WrongType' ? [{ path: deviation.path, type: 'TypeInvalid', detail: deviation.wanted }] : [],
    ),
};
