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
      why: "the identity of a build's Pods; it gets no permissions and no Secret",
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
        get: 'an object of the same name exists, or one is missing: to read its owner, or whether it exists',
        patch: 'to cancel it, because the spec changed before it had finished',
        delete: 'it was cancelled for another spec, and the spec has changed back',
      },
    },
    {
      apiGroup: 'tekton.dev',
      resources: ['taskruns'],
      verbs: observe,
      why: 'why a build waits, and what failed',
    },
  ],
};
