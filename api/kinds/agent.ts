import type { Resource } from '../../packages/kubernetes-conventions/resource.js';
import { appliedOnly, observe } from '../permission.js';
import { beeaiGroup } from './groups.js';
import type { Kind } from './kind.js';

export const agents: Resource = { ...beeaiGroup, plural: 'agents', kind: 'Agent' };

export const agent: Kind = {
  resource: agents,
  singular: 'agent',
  short: 'kag',
  role: 'service',
  writes: {
    apiGroup: 'beeai.dev',
    resources: ['agents'],
    verbs: ['get', 'create', 'patch'],
    why: 'the Agent that an AgentBuild deploys; no other spec is ever changed',
    seldom: appliedOnly,
  },
  children: [
    {
      apiGroup: 'apps',
      resources: ['deployments'],
      verbs: [...observe, 'get', 'create', 'patch'],
      why: "an agent's Pods",
      seldom: appliedOnly,
    },
    {
      apiGroup: '',
      resources: ['services'],
      verbs: [...observe, 'get', 'create', 'patch'],
      why: "an agent's address",
      seldom: appliedOnly,
    },
  ],
};
