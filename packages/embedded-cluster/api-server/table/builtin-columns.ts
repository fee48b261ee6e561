import { age, duration } from '../../../kubernetes-conventions/age.js';
import type { ApiObject } from '../objects/api-object.js';
import { fieldAt } from '../selectors/field-path.js';
import { podColumns } from './pod-columns.js';
import type { TableColumn } from './table-column.js';

type Cell = TableColumn['value'];

const column = (name: string, value: Cell, type: TableColumn['type'] = 'string'): TableColumn => ({
  name,
  type,
  value,
});
const wide = (name: string, value: Cell): TableColumn => ({ name, type: 'string', priority: 1, value });

/** The text at a path, or `<none>`. */
const text =
  (path: string): Cell =>
  (object) => {
    const value = fieldAt(object, path);
    return value === undefined || value === null || value === '' ? '<none>' : String(value);
  };
const number =
  (path: string): Cell =>
  (object) =>
    Number(fieldAt(object, path) ?? 0);

export const nameColumn: TableColumn = { ...column('Name', ({ metadata }) => metadata.name), format: 'name' };
export const ageColumn = column('Age', ({ metadata }, now) => age(metadata.creationTimestamp, now));

const size = (value: unknown): number => (typeof value === 'object' && value !== null ? Object.keys(value).length : 0);
const dataCount: Cell = ({ data, binaryData }) => size(data) + size(binaryData);

const labelsText = (labels: unknown): string =>
  size(labels) === 0
    ? '<none>'
    : Object.entries(labels as Record<string, string>)
        .map((pair) => pair.join('='))
        .join(',');

const containersOf = (object: ApiObject, path: string): { name: string; image: string }[] =>
  (fieldAt(object, `${path}.containers`) ?? []) as { name: string; image: string }[];
const containerColumns = (path: string): TableColumn[] => [
  wide('Containers', (object) =>
    containersOf(object, path)
      .map(({ name }) => name)
      .join(','),
  ),
  wide('Images', (object) =>
    containersOf(object, path)
      .map(({ image }) => image)
      .join(','),
  ),
  wide('Selector', (object) => labelsText(fieldAt(object, 'spec.selector.matchLabels'))),
];

const builtin: Record<string, readonly TableColumn[]> = {
  Namespace: [nameColumn, column('Status', text('status.phase')), ageColumn],
  Pod: podColumns(nameColumn, ageColumn),
  ConfigMap: [nameColumn, column('Data', dataCount, 'integer'), ageColumn],
  Secret: [nameColumn, column('Type', text('type')), column('Data', dataCount, 'integer'), ageColumn],
  ServiceAccount: [nameColumn, column('Secrets', ({ secrets }) => size(secrets), 'integer'), ageColumn],
  Event: [
    column('Last Seen', ({ lastTimestamp, firstTimestamp, eventTime }, now) =>
      age(lastTimestamp ?? firstTimestamp ?? eventTime, now),
    ),
    column('Type', text('type')),
    column('Reason', text('reason')),
    column('Object', eventObject),
    wide('Subobject', (event) => String(fieldAt(event, 'involvedObject.fieldPath') ?? '')),
    wide('Source', (event) => String(fieldAt(event, 'source.component') ?? fieldAt(event, 'reportingComponent') ?? '')),
    column('Message', ({ message }) => String(message ?? '').trim()),
    wide('First Seen', ({ firstTimestamp }, now) => age(firstTimestamp, now)),
    { ...column('Count', ({ count }) => Number(count ?? 1), 'integer'), priority: 1 },
    { ...nameColumn, priority: 1 },
  ],
  Job: [
    nameColumn,
    column('Status', jobStatus),
    column('Completions', completions),
    column('Duration', jobDuration),
    ageColumn,
    ...containerColumns('spec.template.spec'),
  ],
  Deployment: [
    nameColumn,
    column(
      'Ready',
      (deployment, now) =>
        `${number('status.readyReplicas')(deployment, now)}/${number('spec.replicas')(deployment, now)}`,
    ),
    column('Up-to-date', number('status.updatedReplicas'), 'integer'),
    column('Available', number('status.availableReplicas'), 'integer'),
    ageColumn,
    ...containerColumns('spec.template.spec'),
  ],
  ReplicaSet: [
    nameColumn,
    column('Desired', number('spec.replicas'), 'integer'),
    column('Current', number('status.replicas'), 'integer'),
    column('Ready', number('status.readyReplicas'), 'integer'),
    ageColumn,
    ...containerColumns('spec.template.spec'),
  ],
  Service: [
    nameColumn,
    column('Type', text('spec.type')),
    column('Cluster-IP', text('spec.clusterIP')),
    column('External-IP', () => '<none>'),
    column('Port(s)', servicePorts),
    ageColumn,
    wide('Selector', (service) => labelsText(fieldAt(service, 'spec.selector'))),
  ],
  PersistentVolumeClaim: [
    nameColumn,
    column('Status', text('status.phase')),
    column('Volume', text('spec.volumeName')),
    column('Capacity', text('status.capacity.storage')),
    ageColumn,
  ],
  Node: [
    nameColumn,
    column('Status', nodeStatus),
    column('Roles', nodeRoles),
    ageColumn,
    column('Version', text('status.nodeInfo.kubeletVersion')),
    wide('OS-Image', text('status.nodeInfo.osImage')),
    wide('Kernel-Version', text('status.nodeInfo.kernelVersion')),
    wide('Container-Runtime', text('status.nodeInfo.containerRuntimeVersion')),
  ],
  Lease: [nameColumn, column('Holder', text('spec.holderIdentity')), ageColumn],
  RoleBinding: [nameColumn, column('Role', roleOfBinding), ageColumn],
  ClusterRoleBinding: [nameColumn, column('Role', roleOfBinding), ageColumn],
  Role: [nameColumn, column('Created At', text('metadata.creationTimestamp'))],
  ClusterRole: [nameColumn, column('Created At', text('metadata.creationTimestamp'))],
  CustomResourceDefinition: [nameColumn, column('Created At', text('metadata.creationTimestamp'))],
};

/** What `kubectl get` shows of a built-in kind: name and age when nothing better is known. */
export const builtinColumns = (kind: string): readonly TableColumn[] => builtin[kind] ?? [nameColumn, ageColumn];

function eventObject(event: ApiObject): string {
  const { kind, name } = (event.involvedObject ?? {}) as { kind?: string; name?: string };
  return `${String(kind).toLowerCase()}/${name}`;
}

interface JobStatusView {
  readonly succeeded?: number;
  readonly startTime?: string;
  readonly completionTime?: string;
  readonly conditions?: readonly { type: string; status: string; lastTransitionTime?: string }[];
}

const statusOfJob = (job: ApiObject): JobStatusView => (job.status ?? {}) as JobStatusView;
const trueCondition = (job: ApiObject, type: string) =>
  statusOfJob(job).conditions?.find((condition) => condition.type === type && condition.status === 'True');

function jobStatus(job: ApiObject): string {
  if (trueCondition(job, 'Complete')) return 'Complete';
  if (trueCondition(job, 'Failed')) return 'Failed';
  if (job.metadata.deletionTimestamp) return 'Terminating';
  if (trueCondition(job, 'Suspended')) return 'Suspended';
  if (trueCondition(job, 'FailureTarget')) return 'FailureTarget';
  return trueCondition(job, 'SuccessCriteriaMet') ? 'SuccessCriteriaMet' : 'Running';
}

function completions(job: ApiObject): string {
  const wanted = fieldAt(job, 'spec.completions');
  const parallelism = Number(fieldAt(job, 'spec.parallelism') ?? 0);
  const { succeeded = 0 } = statusOfJob(job);
  if (wanted !== undefined) return `${succeeded}/${wanted}`;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function jobDuration(job: ApiObject, now: number): string {
  const { startTime, completionTime } = statusOfJob(job);
  if (!startTime) return '';
  const end = completionTime ?? trueCondition(job, 'Failed')?.lastTransitionTime;
  return duration((end ? Date.parse(end) : now) - Date.parse(startTime));
}

function servicePorts(service: ApiObject): string {
  const ports = (fieldAt(service, 'spec.ports') ?? []) as { port: number; protocol?: string }[];
  return ports.map(({ port, protocol = 'TCP' }) => `${port}/${protocol}`).join(',') || '<none>';
}

function nodeStatus(node: ApiObject): string {
  const conditions = (fieldAt(node, 'status.conditions') ?? []) as { type: string; status: string }[];
  const ready = conditions.find(({ type }) => type === 'Ready');
  const word = ready ? (ready.status === 'True' ? 'Ready' : 'NotReady') : 'Unknown';
  return fieldAt(node, 'spec.unschedulable') ? `${word},SchedulingDisabled` : word;
}

function nodeRoles({ metadata }: ApiObject): string {
  const prefix = 'node-role.kubernetes.io/';
  const roles = Object.keys(metadata.labels ?? {}).filter((key) => key.startsWith(prefix));
  return roles.map((key) => key.slice(prefix.length)).join(',') || '<none>';
}

function roleOfBinding(binding: ApiObject): string {
  const { kind, name } = (binding.roleRef ?? {}) as { kind?: string; name?: string };
  return `${kind}/${name}`;
}
