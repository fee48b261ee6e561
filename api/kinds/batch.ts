import type { Resource } from '../../packages/kubernetes-conventions/resource.js';
import { kubetaskGroup } from './groups.js';
import type { Kind } from './kind.js';

export const batches: Resource = { ...kubetaskGroup, plural: 'batches', kind: 'Batch' };

export const batch: Kind = { resource: batches, singular: 'batch', short: 'kbatch', role: 'template' };
