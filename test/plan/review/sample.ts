import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { type AspectChange, aspectChanges, taskAspects } from '../../../plan/review/aspects/task-aspects.js';
import { type ReviewedTask, taskOf } from '../../../plan/review/reviewed-task.js';
import { type Side, type SideObject, sideOf } from '../../../plan/review/side.js';

/** What a case says of a Job of a BatchRun. */
export interface JobSpec {
  readonly object?: string;
  readonly run?: string;
  readonly template?: string;
  readonly name?: string;
  readonly index?: string;
  readonly key?: string;
  readonly repository?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Of the Pod. */
  readonly pod?: object;
  /** Of the Job, besides its template. */
  readonly job?: object;
}

export const makeObject = (apiVersion: string, kind: string, fields: object = {}, metadata: object = {}) =>
  ({ apiVersion, kind, metadata: { name: 'x', namespace: 'team', ...metadata }, ...fields }) as KubernetesObject;

const clone = (url: string) => ({ name: 'clone-0', env: [{ name: 'GIT_URL', value: url }] });
const present = (values: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

export function makeJob(spec: JobSpec = {}): KubernetesObject {
  const { object = 'job', run = 'r', template, name, index, key, repository, namespace = 'team' } = spec;
  const labels = present({
    'kubetask.io/batch-run': run,
    'kubetask.io/batch': template,
    'kubetask.io/task-name': name,
    'kubetask.io/task-index': index,
  });
  const podSpec = {
    ...(repository === undefined ? {} : { initContainers: [clone(repository)] }),
    containers: [{ name: 'agent', image: 'agent:1' }],
    ...spec.pod,
  };
  return makeObject(
    'batch/v1',
    'Job',
    { spec: { ...spec.job, template: { spec: podSpec } } },
    {
      ...{ name: object, namespace, labels: { ...labels, ...spec.labels } },
      annotations: present({ 'kubetask.io/task-key': key }),
    },
  );
}

export const makeTask = (spec: JobSpec = {}): ReviewedTask => taskOf(makeJob(spec)) as ReviewedTask;

export const makeSide = (objects: readonly KubernetesObject[], origin: SideObject['origin'] = 'Written'): Side =>
  sideOf(objects.map((object) => ({ object, origin })));

/** What changes between two tasks, as `Env MODEL: a -> b`; the texts of ConfigMaps are as named. */
export const changesOf = (before: JobSpec, after: JobSpec): string[] =>
  aspectChanges(aspectsOf(before), aspectsOf(after)).map(changeText);

const aspectsOf = (spec: JobSpec) => taskAspects(makeTask(spec), () => undefined);

const changeText = ({ type, subject, before, after }: AspectChange): string =>
  `${type} ${subject}: ${before?.shown() ?? '-'} -> ${after?.shown() ?? '-'}`;
