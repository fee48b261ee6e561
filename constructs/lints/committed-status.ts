import { forbidden } from '../../packages/structural-schema/field-error.js';
import type { Lint } from '../linter/lint.js';

export const committedStatus: Lint = {
  id: 'committed-status',
  reports: '`status` of any object',
  because: 'A controller writes it. The API server drops it from an apply, and GitOps tools report a difference.',
  check(object) {
    const { status } = object as { readonly status?: unknown };
    if (status === undefined || status === null) return [];
    return [forbidden('status', 'a controller writes it, and the API server drops it from an apply; remove it')];
  },
};
