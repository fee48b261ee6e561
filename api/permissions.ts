import { isReconciled, type Kind } from './kinds/kind.js';
import { ownKinds } from './kinds/own-kinds.js';
import { observe, type Permission } from './permission.js';

/*
 * Everything the controller may ask of an API server. The RBAC objects of the installation are made of this list, and a
 * test compares it with the requests of a whole life of runs. No Secret is in it, and no workload of others' is changed.
 */

const latest =
  'specifications of more than 4 KiB; and the last written object, after a status write that got no response or a conflict, and after a change of leader';

const groups = [
  {
    apiGroup: 'kubetask.io',
    observed: 'what to run, and how',
    reported: 'the status of runs; neither a spec nor a template is ever changed',
  },
  {
    apiGroup: 'beeai.dev',
    observed: 'which agents to keep up and which images to build, and how',
    reported: 'the status of agents and builds',
  },
];

/** What every kind needs by its role, and what it asks for besides. */
const ownPermissions: readonly Permission[] = groups.flatMap(({ apiGroup, observed, reported }) => {
  const kinds = ownKinds.filter(({ resource: { group } }) => group === apiGroup);
  const reconciled = kinds.filter(isReconciled);
  return [
    {
      apiGroup,
      resources: plurals(kinds),
      verbs: [...observe, 'get'],
      why: observed,
      seldom: { get: latest },
    },
    { apiGroup, resources: plurals(reconciled, '/status'), verbs: ['patch'], why: reported },
    ...kinds.flatMap(({ writes }) => writes ?? []),
    {
      apiGroup,
      resources: plurals(reconciled, '/finalizers'),
      verbs: ['update'],
      why: 'owner references with blockOwnerDeletion',
      seldom: {
        update: 'never a separate request: the admission plugin OwnerReferencesPermissionEnforcement asks for it',
      },
    },
  ];
});

function plurals(kinds: readonly Kind[], subresource = ''): string[] {
  return kinds.map(({ resource: { plural } }) => `${plural}${subresource}`);
}

/** Needed wherever runs are: in all namespaces, or in each that is watched. */
export const runPermissions: readonly Permission[] = [
  ...ownPermissions,
  ...ownKinds.flatMap(({ children = [] }) => children),
  {
    apiGroup: '',
    resources: ['pods'],
    verbs: [...observe, 'create', 'get', 'patch', 'delete'],
    why: "a TaskRun's steps; why a task does not start, and its result; removing the start gate; a deadline for cancelled Pods",
    seldom: {
      get: 'an object of the same name exists: to read its owner',
      delete: 'a run is cancelled before its Pod has a node, or is managed from Git and its retention is over',
    },
  },
  {
    apiGroup: '',
    resources: ['configmaps'],
    verbs: [...observe, 'create', 'get', 'patch'],
    why: 'texts of context files and scripts, the outcomes of large runs, and which tasks of a Batch with `reuse` have succeeded',
    seldom: {
      get: 'an object of the same name exists: to read its owner; the first run of a Batch with `reuse` after a start',
      patch: 'more outcomes of a run of more than 500 tasks, or more tasks of a Batch with `reuse` that have succeeded',
    },
  },
  {
    apiGroup: '',
    resources: ['events'],
    verbs: [...observe, 'create', 'patch'],
    why: 'warnings that no status shows, and the changes of a run for kubectl describe',
    seldom: { patch: 'the same Event occurred again' },
  },
];

const kept = 'finished more than TTL_DAYS or FAILED_TTL_DAYS ago';

/** Needed wherever runs are, when finished ones are not kept forever. */
export const cleanupPermissions: readonly Permission[] = [
  {
    apiGroup: 'kubetask.io',
    resources: ownKinds.filter(({ role }) => role === 'run').map(({ resource: { plural } }) => plural),
    verbs: ['delete'],
    why: 'runs whose retention is over; granted only if a retention is set',
    seldom: { delete: kept },
  },
  {
    apiGroup: 'batch',
    resources: ['jobs'],
    verbs: ['delete'],
    why: 'the Jobs of runs that are managed from Git, which are kept; granted only if a retention is set',
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
    why: 'leader election; RBAC cannot limit a creation to a name',
  },
  {
    apiGroup: 'coordination.k8s.io',
    resources: ['leases'],
    resourceNames: [LEASE_NAME],
    verbs: ['get', 'update'],
    why: 'to take, renew and release that one Lease',
  },
];
