import type { Resource } from '../../packages/kubernetes-conventions/resource.js';
import { appliedOnly, observe } from '../permission.js';
import { beeaiGroup } from './groups.js';
import type { Kind } from './kind.js';

export const agentBuilds: Resource = { ...beeaiGroup, plural: 'agentbuilds', kind: 'AgentBuild' };

export const agentBuild: Kind = {
  resource: agentBuilds,
  singular: 'agentbuild',
  short: 'kab',
  role: 'build',
  children: [
    {
      apiGroup: '',
      resources: ['serviceaccounts'],
      verbs: [...observe, 'get', 'create', 'patch'],
      why: "what a build's Pods run as; it is given no rights and no Secret",
      seldom: appliedOnly,
    },
    {
      apiGroup: 'tekton.dev',
      resources: ['pipelines'],
      verbs: [...observe, 'get', 'create', 'patch'],
      why: 'how an AgentBuild builds',
      seldom: appliedOnly,
    },
    {
      apiGroup: 'tekton.dev',
      resources: ['pipelineruns'],
      verbs: [...observe, 'create', 'get', 'patch', 'delete'],
      why: 'the builds, one for each spec',
      seldom: {
        get: 'one of the same name exists, or one is missing: whose is it, is it gone?',
        patch: 'cancelled, because the spec changed before it had ended',
        delete: 'it was cancelled for another spec, and its own is back',
      },
    },
    {
      apiGroup: 'tekton.dev',
      resources: ['taskruns'],
      verbs: observe,
      why: 'why a build does not go on, and what failed',
    },
  ],
};
