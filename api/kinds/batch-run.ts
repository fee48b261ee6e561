import type { Resource } from '../../packages/kubernetes-conventions/resource.js';
import { observe } from '../permission.js';
import { kubetaskGroup } from './groups.js';
import type { Kind } from './kind.js';

export const batchRuns: Resource = { ...kubetaskGroup, plural: 'batchruns', kind: 'BatchRun' };

export const batchRun: Kind = {
  resource: batchRuns,
  singular: 'batchrun',
  short: 'kbr',
  role: 'run',
  children: [
    {
      apiGroup: 'batch',
      resources: ['jobs'],
      verbs: [...observe, 'create', 'get', 'patch'],
      why: "a BatchRun's tasks, which may be held",
      seldom: {
        get: 'an object of the same name exists: to read its owner',
        patch: 'a run is paused or cancelled before its Pods run',
      },
    },
  ],
};
