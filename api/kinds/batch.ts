import type { Resource } from '../../packages/kubernetes-conventions/resource.js';
import { kubetaskGroup } from './groups.js';
import type { Kind } from './kind.js';

export const batches: Resource = { ...kubetaskGroup, plural: 'batches', kind: 'Batch' };

export const batch: Kind = {
  resource: batches,
  singular: 'batch',
  short: 'kbatch',
  role: 'template',
  writes: {
    apiGroup: 'kubetask.io',
    resources: ['batches/status'],
    verbs: ['patch'],
    why: 'digests of the ConfigMaps that list which tasks have succeeded',
    seldom: { patch: 'a task of a Batch with `reuse: succeeded` has succeeded' },
  },
};
