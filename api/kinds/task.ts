import type { Resource } from '../../packages/kubernetes-conventions/resource.js';
import { kubetaskGroup } from './groups.js';
import type { Kind } from './kind.js';

export const tasks: Resource = { ...kubetaskGroup, plural: 'tasks', kind: 'Task' };

export const task: Kind = { resource: tasks, singular: 'task', short: 'ktask', role: 'template' };
