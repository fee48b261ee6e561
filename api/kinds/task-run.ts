import type { Resource } from '../../packages/kubernetes-conventions/resource.js';
import { kubetaskGroup } from './groups.js';
import type { Kind } from './kind.js';

export const taskRuns: Resource = { ...kubetaskGroup, plural: 'taskruns', kind: 'TaskRun' };

export const taskRun: Kind = { resource: taskRuns, singular: 'taskrun', short: 'ktr', role: 'run' };
