import type { LocalApi } from '../../packages/embedded-cluster/index.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { timestamp } from '../../packages/kubernetes-conventions/timestamp.js';

/** How the work of a Job or of a TaskRun's Pod ends. */
export interface Ending {
  readonly exitCode: number;
  /** What the agent wrote as its result. */
  readonly message?: string;
}

export interface SimulatedNodeOptions {
  readonly api: LocalApi;
  readonly now: () => number;
  /** By name of the Job, or of a TaskRun's Pod. */
  readonly endingOf: (name: string) => Ending;
  /** When an object takes its next step. @default on `finish` */
  readonly soon?: (step: () => void) => void;
}

/** Job controller, scheduler and kubelet in one, without containers: each Job gets a Pod, which ends as `endingOf` says. */
export interface SimulatedNode {
  /** From now on everything ends immediately, including what already exists. */
  finish(): void;
  stop(): void;
}

interface Pod extends KubernetesObject {
  readonly status?: object;
  readonly spec: { readonly containers: readonly { readonly name: string }[] };
}
interface Job extends KubernetesObject {
  readonly status?: object;
  readonly spec: {
    readonly suspend?: boolean;
    readonly template: { readonly metadata?: object; readonly spec: object };
  };
}

export function startSimulatedNode(options: SimulatedNodeOptions): SimulatedNode {
  const { api, now, endingOf } = options;
  let soon = options.soon;
  const waiting: (() => void)[] = [];
  /** What was said last of each Job and Pod, by uid: as a kubelet and a Job controller say it again to a server that lost it. */
  const said = new Map<string, object>();
  let isStopped = false;
  const later = (step: () => void) => {
    const live = () => {
      if (!isStopped) step();
    };
    if (soon) soon(live);
    else waiting.push(live);
  };
  const time = () => timestamp(now());
  const isThere = (resource: string, { metadata }: KubernetesObject) =>
    api.get(resource, metadata.namespace ?? '', metadata.name)?.metadata.uid === metadata.uid;
  const setStatus = (resource: string, object: KubernetesObject, status: object) => {
    if (!isThere(resource, object)) return;
    said.set(object.metadata.uid ?? '', status);
    const latest = api.get(resource, object.metadata.namespace ?? '', object.metadata.name) ?? object;
    api.updateStatus(resource, { ...latest, ...{ status } });
  };
  const isNew = ({ metadata: { uid = '' } }: KubernetesObject) => !said.has(uid);
  const sayAgain = (resource: string, object: KubernetesObject) => {
    const known = said.get(object.metadata.uid ?? '');
    if (known && progress(known) > progress((object as Pod | Job).status))
      later(() => setStatus(resource, object, known));
  };
  const podStatus = (pod: Pod, phase: string, state: object) => {
    const last = pod.spec.containers.length - 1;
    const statusOf = ({ name }: { readonly name: string }, index: number) => {
      // Only the last container writes a result.
      const said =
        index === last
          ? state
          : JSON.parse(JSON.stringify(state, (key, value) => (key === 'message' ? undefined : value)));
      return { name, image: 'i', imageID: '', ready: false, restartCount: 0, state: said };
    };
    setStatus('pods', pod, { phase, startTime: time(), containerStatuses: pod.spec.containers.map(statusOf) });
  };
  const runPod = (pod: Pod, { exitCode, message = '' }: Ending, ended: () => void) => {
    const startedAt = time();
    podStatus(pod, 'Running', { running: { startedAt } });
    later(() => {
      const terminated = { exitCode, message, startedAt, finishedAt: time() };
      podStatus(pod, exitCode === 0 ? 'Succeeded' : 'Failed', { terminated });
      ended();
    });
  };
  const runJob = (job: Job) => {
    if (!isThere('jobs.batch', job) || !isNew(job)) return;
    const startTime = time();
    setStatus('jobs.batch', job, { startTime, active: 1 });
    const pod = api.create('pods', podOf(job)) as Pod;
    api.create('events', beginningOf(job, 'SuccessfulCreate'));
    const ending = endingOf(job.metadata.name);
    const end = () => {
      const type = ending.exitCode === 0 ? 'Complete' : 'Failed';
      const conditions = [{ type, status: 'True', reason: 'Simulated', message: '', lastTransitionTime: time() }];
      setStatus('jobs.batch', job, { startTime, [ending.exitCode === 0 ? 'succeeded' : 'failed']: 1, conditions });
    };
    later(() => runPod(pod, ending, () => later(end)));
  };
  const stops = [
    api.watch('jobs.batch', ({ type, object }) => {
      if (type !== 'DELETED') sayAgain('jobs.batch', object);
      if (type === 'ADDED' && isNew(object) && !(object as Job).spec.suspend) later(() => runJob(object as Job));
    }),
    api.watch('pods', ({ type, object }) => {
      if (type !== 'DELETED') sayAgain('pods', object);
      const isRuns = object.metadata.ownerReferences?.[0]?.kind === 'TaskRun';
      if (type !== 'ADDED' || !isRuns || !isNew(object)) return;
      api.create('events', beginningOf(object, 'Scheduled'));
      later(() => runPod(object as Pod, endingOf(object.metadata.name), () => undefined));
    }),
  ];
  return {
    finish: () => {
      soon = (step) => void setImmediate(step);
      for (const step of waiting.splice(0)) step();
    },
    stop: () => {
      isStopped = true;
      for (const stop of stops) stop();
    },
  };
}

/** How far a Job or Pod has come: not at all, begun, ended. */
function progress({ phase, startTime, conditions }: { phase?: string; startTime?: string; conditions?: object } = {}) {
  if (conditions || phase === 'Succeeded' || phase === 'Failed') return 2;
  return startTime ? 1 : 0;
}

/** As the Job controller or the scheduler reports it. */
const beginningOf = (
  { apiVersion, kind, metadata: { name, namespace = '', uid = '' } }: KubernetesObject,
  reason: string,
) => ({
  ...{ apiVersion: 'v1', kind: 'Event', type: 'Normal', reason, message: 'Simulated' },
  metadata: { name: `${name}.${uid}`, namespace },
  involvedObject: { apiVersion, kind, name, namespace, uid },
});

function podOf({
  metadata: { name, namespace = '', uid = '', labels = {} },
  spec: { template },
}: Job): KubernetesObject {
  const owner = { apiVersion: 'batch/v1', kind: 'Job', name, uid, controller: true };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${name}-x`, namespace, labels, ownerReferences: [owner] },
    ...{ spec: template.spec },
  };
}
