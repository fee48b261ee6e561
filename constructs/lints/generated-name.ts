import { forbidden } from '../../packages/structural-schema/field-error.js';
import type { Lint } from '../linter/lint.js';

/** Source: https://kubernetes.io/docs/reference/using-api/api-concepts/#generated-values */
export const generatedName: Lint = {
  id: 'generated-name',
  reports: '`metadata.generateName` of any object',
  because: 'Each sync would create another object.',
  check({ metadata }) {
    if (!metadata.generateName) return [];
    return [
      forbidden(
        'metadata.generateName',
        'a committed object needs a fixed name; each sync would create another object',
      ),
    ];
  },
};
