/*
 * Everything the controller may ask of an API server. The RBAC objects of the installation are made of this list, and a
 * test compares it with the requests of a whole life of runs. No Secret is in it, and no workload of others' is changed.
 */

export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete';

export interface Permission {
  /** The core group is `''`. */
  readonly apiGroup: string;
  readonly resources: readonly string[];
  readonly verbs: readonly Verb[];
  /** The only objects it is about. @default all */
  readonly resourceNames?: readonly string[];
  readonly why: string;
  /** Verbs that an ordinary life of runs does not use, and what uses them. */
  readonly seldom?: Readonly<Partial<Record<Verb, string>>>;
}

const observe = ['list', 'watch'] as const;
const latest =
  'specifications of more than 4 KiB; and whatever was written last, after a status write that got no answer or conflicted, and after a change of leader';

/** Needed wherever runs are: in all namespaces, or in each that is watched. */
export const runPermissions: readonly Permission[] = [
  {
    apiGroup: 'kubetask.io',
    resources: ['batches', 'batchruns', 'tasks', 'taskruns', 'workspaceconfigs'],
    verbs: [...observe, 'get'],
    why: 'what to run, and how',
    seldom: { get: latest },
  },
  {
    apiGroup: 'kubetask.io',
    resources: ['batchruns/status', 'taskruns/status'],
    verbs: ['patch'],
    why: 'what became of it; neither a spec nor a template is ever changed',
  },
  {
    apiGroup: 'kubetask.io',
    resources: ['batchruns/finalizers', 'taskruns/finalizers'],
    verbs: ['update'],
    why: 'owner references with blockOwnerDeletion',
    seldom: {
      update: 'never a request of its own: the admission plugin OwnerReferencesPermissionEnforcement asks for it',
    },
  },
  {
    apiGroup: 'beeai.dev',
    resources: ['agents', 'agentbuilds'],
    verbs: [...observe, 'get'],
    why: 'which agents to keep up and which images to build, and how',
    seldom: { get: latest },
  },
  {
    apiGroup: 'beeai.dev',
    resources: ['agents/status', 'agentbuilds/status'],
    verbs: ['patch'],
    why: 'what became of them',
  },
  {
    apiGroup: 'beeai.dev',
    resources: ['agents'],
    verbs: ['get', 'create', 'patch'],
    why: 'the Agent that an AgentBuild deploys; no other spec is ever changed',
    seldom: { create: 'never a request of its own: a patch that applies what is not there yet needs it' },
  },
  {
    apiGroup: 'beeai.dev',
    resources: ['agents/finalizers', 'agentbuilds/finalizers'],
    verbs: ['update'],
    why: 'owner references with blockOwnerDeletion',
    seldom: {
      update: 'never a request of its own: the admission plugin OwnerReferencesPermissionEnforcement asks for it',
    },
  },
  {
    apiGroup: 'apps',
    resources: ['deployments'],
    verbs: [...observe, 'get', 'create', 'patch'],
    why: "an agent's Pods",
    seldom: { create: 'never a request of its own: a patch that applies what is not there yet needs it' },
  },
  {
    apiGroup: '',
    resources: ['services'],
    verbs: [...observe, 'get', 'create', 'patch'],
    why: "an agent's address",
    seldom: { create: 'never a request of its own: a patch that applies what is not there yet needs it' },
  },
  {
    apiGroup: '',
    resources: ['serviceaccounts'],
    verbs: [...observe, 'get', 'create', 'patch'],
    why: "what a build's Pods run as; it is given no rights and no Secret",
    seldom: { create: 'never a request of its own: a patch that applies what is not there yet needs it' },
  },
  {
    apiGroup: 'tekton.dev',
    resources: ['pipelines'],
    verbs: [...observe, 'get', 'create', 'patch'],
    why: 'how an AgentBuild builds',
    seldom: { create: 'never a request of its own: a patch that applies what is not there yet needs it' },
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
  {
    apiGroup: 'batch',
    resources: ['jobs'],
    verbs: [...observe, 'create', 'get', 'patch'],
    why: "a BatchRun's tasks, which may be held",
    seldom: {
      get: 'one of the same name exists: whose is it?',
      patch: 'a run is paused or cancelled before its Pods run',
    },
  },
  {
    apiGroup: '',
    resources: ['pods'],
    verbs: [...observe, 'create', 'get', 'patch', 'delete'],
    why: "a TaskRun's steps; why a task does not start and how it ended; the start gate of Pods whose turn has come; a deadline for those that are cancelled",
    seldom: {
      get: 'one of the same name exists: whose is it?',
      delete: 'a run is cancelled before its Pod has a node, or comes from Git and has been kept long enough',
    },
  },
  {
    apiGroup: '',
    resources: ['configmaps'],
    verbs: [...observe, 'create', 'get', 'patch'],
    why: 'texts of context files and scripts, and the outcomes of large runs',
    seldom: {
      get: 'one of the same name exists: whose is it?',
      patch: 'more outcomes of a run of more than 500 tasks',
    },
  },
  {
    apiGroup: '',
    resources: ['events'],
    verbs: [...observe, 'create', 'patch'],
    why: 'warnings that no status tells, and the story of a run for kubectl describe',
    seldom: { patch: 'the same happened again' },
  },
];

const kept = 'finished more than TTL_DAYS or FAILED_TTL_DAYS ago';

/** Needed wherever runs are, when finished ones are not kept for ever. */
export const cleanupPermissions: readonly Permission[] = [
  {
    apiGroup: 'kubetask.io',
    resources: ['batchruns', 'taskruns'],
    verbs: ['delete'],
    why: 'runs that have been kept long enough; granted only where a time is set',
    seldom: { delete: kept },
  },
  {
    apiGroup: 'batch',
    resources: ['jobs'],
    verbs: ['delete'],
    why: 'the Jobs of runs that come from Git and so have to stay themselves; granted only where a time is set',
    seldom: { delete: kept },
  },
];

/** metadata.name of the Lease that the leader holds. */
export const LEASE_NAME = 'kubetask-controller';

/** Needed in the controller's own namespace, when it takes part in an election. */
export const electionPermissions: readonly Permission[] = [
  {
    apiGroup: 'coordination.k8s.io',
    resources: ['leases'],
    verbs: ['create'],
    why: 'one replica works at a time; RBAC cannot limit a creation to a name',
  },
  {
    apiGroup: 'coordination.k8s.io',
    resources: ['leases'],
    resourceNames: [LEASE_NAME],
    verbs: ['get', 'update'],
    why: 'to take, renew and release that one Lease',
  },
];
