import type { Job, Pod } from '../../packages/embedded-cluster/index.js';
import { reconcileJob } from '../../packages/embedded-cluster/testing.js';
import type { AgentEnd } from './agent.js';
import { type Seconds, timeOf } from './seconds.js';

const SETUP_SECONDS = 5;

export interface ClusterOptions {
  readonly seconds: Seconds;
  /** Pods that nodes have room for. */
  readonly room: number;
  /** Starts what runs in the Pod. */
  run(onEnd: (end: AgentEnd) => void): void;
  onChange(): void;
}

/** Jobs and Pods in simulated time: the Job controller of the embedded cluster, nodes with limited room, and no kubelet. */
export class SimulatedCluster {
  readonly jobs = new Map<string, Job>();
  /** By UID, in the order of their creation. */
  readonly pods = new Map<string, Pod>();
  started = 0;
  private readonly podsOf = new Map<string, Set<string>>();
  private readonly startable: string[] = [];
  private free: number;
  private made = 0;

  constructor(private readonly options: ClusterOptions) {
    this.free = options.room;
  }

  createJob(job: Job): void {
    const { name } = job.metadata;
    const uid = `job-${name}`;
    this.jobs.set(name, {
      ...job,
      metadata: { ...job.metadata, uid, creationTimestamp: timeOf(this.options.seconds.now) },
    });
    this.podsOf.set(name, new Set());
    this.reconcile(name);
  }

  /** After a change of the Job by somebody else. */
  updateJob(job: Job): void {
    this.jobs.set(job.metadata.name, job);
    this.reconcile(job.metadata.name);
  }

  updatePod(pod: Pod): void {
    const { uid = '' } = pod.metadata;
    const isReleased = isGated(this.pods.get(uid)) && !isGated(pod);
    this.pods.set(uid, pod);
    if (isReleased) this.schedule(uid);
  }

  /** As the Job controller does it. */
  private reconcile(name: string): void {
    const { seconds } = this.options;
    const job = this.jobs.get(name);
    if (!job) return;
    const pods = [...(this.podsOf.get(name) ?? [])].flatMap((uid) => this.pods.get(uid) ?? []);
    const outcome = reconcileJob({ job, pods }, Date.parse(timeOf(seconds.now)));
    const isSame = JSON.stringify(job.status ?? {}) === JSON.stringify(outcome.status);
    if (!isSame) this.jobs.set(name, { ...job, status: outcome.status });
    for (const pod of outcome.release) this.pods.set(pod.metadata.uid ?? '', withoutFinalizer(pod));
    for (const pod of outcome.remove) this.remove(pod, name);
    for (const draft of outcome.create) this.createPod(name, draft);
    if (outcome.requeueAfterSeconds !== undefined)
      seconds.after(outcome.requeueAfterSeconds, () => this.reconcile(name));
    const hasChanged = !isSame || outcome.create.length + outcome.remove.length + outcome.release.length > 0;
    if (!hasChanged) return;
    this.options.onChange();
    this.reconcile(name);
  }

  private remove(pod: Pod, job: string): void {
    const { uid = '' } = pod.metadata;
    this.pods.delete(uid);
    this.podsOf.get(job)?.delete(uid);
  }

  private createPod(job: string, draft: ReturnType<typeof reconcileJob>['create'][number]): void {
    this.made += 1;
    const uid = `pod-${this.made}`;
    const creationTimestamp = timeOf(this.options.seconds.now);
    const { generateName, ...metadata } = draft.metadata;
    const pod = { ...draft, metadata: { ...metadata, name: `${generateName}${this.made}`, uid, creationTimestamp } };
    this.pods.set(uid, { ...pod, status: { phase: 'Pending' } } as Pod);
    this.podsOf.get(job)?.add(uid);
    if (!isGated(this.pods.get(uid))) this.schedule(uid);
  }

  private schedule(uid: string): void {
    this.startable.push(uid);
    this.startNext();
  }

  private startNext(): void {
    while (this.free > 0) {
      const uid = this.startable.shift();
      if (uid === undefined) return;
      const pod = this.pods.get(uid);
      if (pod) this.start(uid, pod);
    }
  }

  private start(uid: string, pod: Pod): void {
    this.free -= 1;
    this.started += 1;
    const { seconds } = this.options;
    const startTime = timeOf(seconds.now);
    this.pods.set(uid, {
      ...pod,
      spec: { ...pod.spec, nodeName: 'node' },
      status: { phase: 'Running', startTime },
    });
    this.options.onChange();
    seconds.after(SETUP_SECONDS, () => this.options.run((end) => this.end(uid, end)));
  }

  private end(uid: string, { exitCode, message }: AgentEnd): void {
    const pod = this.pods.get(uid);
    this.free += 1;
    if (pod) {
      const finishedAt = timeOf(this.options.seconds.now);
      const terminated = { exitCode, finishedAt, ...(message !== '' && { message }) };
      const agent = pod.spec.containers[0]?.name ?? 'agent';
      const containerStatuses = [
        { name: agent, image: '', imageID: '', ready: false, restartCount: 0, state: { terminated } },
      ];
      const phase = exitCode === 0 ? 'Succeeded' : 'Failed';
      this.pods.set(uid, { ...pod, status: { ...pod.status, phase, containerStatuses } });
      this.options.onChange();
      this.reconcile(pod.metadata.ownerReferences?.[0]?.name ?? '');
    }
    this.startNext();
  }
}

const isGated = (pod: Pod | undefined): boolean => (pod?.spec.schedulingGates ?? []).length > 0;

const withoutFinalizer = (pod: Pod): Pod => ({ ...pod, metadata: { ...pod.metadata, finalizers: [] } });
