import { forbidden } from '../../packages/structural-schema/field-error.js';
import type { Lint } from '../linter/lint.js';

const fields = ['managedFields', 'resourceVersion', 'uid'];

/** `kubectl get -o yaml` shows what only holds for the object that it read. */
export const serverSetMetadata: Lint = {
  id: 'server-set-metadata',
  reports: '`resourceVersion`, `uid` and `managedFields` in the metadata of any object',
  because: 'The API server sets them, and rejects an apply with other values.',
  check({ metadata }) {
    const wanted = 'the API server sets it, and rejects other values; remove it';
    const given: Readonly<Record<string, unknown>> = { ...metadata };
    return fields.filter((field) => given[field]).map((field) => forbidden(`metadata.${field}`, wanted));
  },
};
