import type { BatchRun } from '../../../api/generated/kinds.js';
import { LABEL_BATCH_RUN } from '../../../api/labels.js';
import { noOutcomes } from '../../../api/status/outcome-shard.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { withController } from '../../../packages/kubernetes-conventions/owner.js';
import { planBatchRun } from '../../../plan/batch-run/plan.js';
import { occupiedSlots } from '../../../runtime/batch-run/jobs/occupied-slots.js';
import type { ObservedJob, ObservedTaskPod } from '../../../runtime/batch-run/observed.js';
import { createPassMemory, noteAnswers, noteAsked } from '../../../runtime/batch-run/pass-memory.js';
import { batchRunUsers } from '../../../runtime/batch-run/policies/shared-limit.js';
import { projectJob } from '../../../runtime/batch-run/projections.js';
import { reconcile } from '../../../runtime/batch-run/reconcile.js';
import { noCreateFailures } from '../../../runtime/creations/create-failures.js';
import type { Change } from '../../../runtime/engine/reconcile/diff.js';
import type { LimitState } from '../../../runtime/limits/shared-limits.js';
import { ago, complete, failed, makeTasks, makeWorkspace, mergedPatch, now } from './world.js';

const TASKS = 5;
const namespace = 'team';

export interface BusyOptions {
  /** One run each: where its Jobs come from, and how many may run at a time. */
  readonly runs: readonly { readonly jobs: 'runtime' | 'synthesized'; readonly maxConcurrency: number }[];
  readonly limit: number;
  /** Since the runs were applied, all together. @default a minute, one after the other */
  readonly secondsAgo?: number;
}

/**
 * Several runs that share one limit, in a namespace whose caches lag: a pass sees only what was delivered. It keeps
 * count of the most that was ever active at one time.
 */
export class BusyNamespace {
  readonly runs: BatchRun[];
  /** The most active Pods at one time, by run and in all. */
  readonly peaks: number[];
  peak = 0;
  private readonly workspace;
  private readonly jobs = new Map<string, ObservedJob>();
  private readonly pods = new Map<string, ObservedTaskPod>();
  private seenJobs = new Map<string, ObservedJob>();
  private seenPods = new Map<string, ObservedTaskPod>();
  private readonly memory = createPassMemory();

  constructor(private readonly options: BusyOptions) {
    this.workspace = makeWorkspace({ concurrency: { limitKey: 'claude', limit: options.limit } });
    this.runs = options.runs.map(({ jobs, maxConcurrency }, i) =>
      makeBusyRun(i, jobs, maxConcurrency, options.secondsAgo ?? 60 - i),
    );
    this.peaks = this.runs.map(() => 0);
    for (const run of this.runs) if (run.spec.jobs === 'synthesized') this.applySynthesized(run);
    this.deliver();
  }

  private applySynthesized({ metadata: { name }, spec }: BatchRun): void {
    const { jobs = 'runtime', maxConcurrency = 0, batchSpec = {} } = spec;
    const run = { name, namespace, jobs, maxConcurrency };
    for (const task of planBatchRun({ run, batch: { spec: batchSpec }, workspace: this.workspace.spec }).tasks)
      this.keepJob(task.job());
  }

  private keepJob(job: KubernetesObject): void {
    const { name } = job.metadata;
    this.jobs.set(name, projectJob({ ...job, kind: 'Job', metadata: { ...job.metadata, uid: `uid-${name}` } }));
  }

  /** One pass over a run. */
  pass(i: number): void {
    const run = this.runs[i] as BatchRun;
    const uid = run.metadata.uid ?? '';
    const [jobs, pods] = [[...this.seenJobs.values()], [...this.seenPods.values()]];
    const ownedBy = ({ metadata }: KubernetesObject) => metadata.labels?.[LABEL_BATCH_RUN] === run.metadata.name;
    const outcome = reconcile(
      {
        parent: run,
        children: jobs.filter(ownedBy),
        pods: pods.filter(ownedBy),
        warnings: [],
        createFailures: noCreateFailures,
        outcomes: noOutcomes,
        retention: {},
        recentlyCreated: this.memory.creations.of(uid, now),
        released: this.memory.releases.of(uid, now),
        releasing: this.memory.releases.of(uid, now),
        everCreated: this.memory.creations.known(uid),
        sharedLimit: this.limitState(jobs, pods),
        template: this.memory.templates.resolve({ run, batch: undefined, workspace: this.workspace }),
      },
      now,
    );
    const isNew = ({ kind, metadata }: KubernetesObject) => kind === 'Job' && metadata.uid === undefined;
    const creations = outcome.desired.filter(isNew).map((object): Change => ({ type: 'create', object }));
    const changes = [...creations, ...(outcome.amendments ?? [])];
    noteAsked(this.memory, uid, changes, now);
    noteAnswers(this.memory, uid, changes, [], now);
    for (const object of outcome.desired)
      if (object.kind === 'Job' && object.metadata.uid === undefined) this.keepJob(withController(object, run));
    for (const change of outcome.amendments ?? []) {
      if (change.type === 'amend') this.amend(change.object, change.patch);
      if (change.type === 'removeItem') this.release(change.object);
    }
    this.runs[i] = { ...run, status: outcome.status };
    this.count();
  }

  private limitState(jobs: readonly ObservedJob[], pods: readonly ObservedTaskPod[]): LimitState {
    const runs = this.runs.filter(({ status }) => status?.completionTime === undefined);
    const unseenOf = ({ metadata }: BatchRun) => this.memory.creations.of(metadata.uid ?? '', now);
    const releasedBy = ({ metadata }: BatchRun) => this.memory.releases.of(metadata.uid ?? '', now);
    const users = [batchRunUsers({ jobs, pods, runs, unseenOf, releasedBy }, now)];
    return { users, size: this.options.limit };
  }

  private amend({ kind, metadata: { name } }: KubernetesObject, patch: Readonly<Record<string, unknown>>): void {
    if (kind === 'Pod') this.endPod(name.replace(/-pod$/, ''), false);
    const job = this.jobs.get(name);
    if (!job) return;
    const amended = projectJob(mergedPatch(job, patch) as unknown as ObservedJob);
    this.jobs.set(name, amended);
    // As the Job controller does.
    if (amended.spec?.parallelism === 0) this.pods.delete(name);
  }

  private release({ metadata: { name } }: KubernetesObject): void {
    const pod = this.pods.get(name.replace(/-pod$/, ''));
    if (pod) this.pods.set(name.replace(/-pod$/, ''), { ...pod, spec: {} });
  }

  /** The Job controller and a node do what they would for the n-th Job: a Pod comes, runs, ends; then the Job ends. */
  advance(n: number, succeeds: boolean): void {
    const job = [...this.jobs.values()][n % Math.max(1, this.jobs.size)];
    if (!job || job.spec?.parallelism === 0 || (job.status?.conditions ?? []).length > 0) return;
    const { name } = job.metadata;
    const { status, spec } = this.pods.get(name) ?? {};
    if (spec?.schedulingGates) return;
    if (!status) this.pods.set(name, podOf(job));
    else if (status.phase === 'Pending') this.pods.set(name, { ...podOf(job, 'Running'), spec: { nodeName: 'node' } });
    else if (status.phase === 'Running') this.endPod(name, succeeds);
    else this.jobs.set(name, { ...job, status: status.phase === 'Succeeded' ? complete() : failed() });
    this.count();
  }

  private endPod(name: string, succeeds: boolean): void {
    const pod = this.pods.get(name);
    if (pod)
      this.pods.set(name, { ...pod, status: { phase: succeeds ? 'Succeeded' : 'Failed', reason: 'DeadlineExceeded' } });
  }

  /** News arrive, of everything. */
  deliver(): void {
    this.seenJobs = new Map(this.jobs);
    this.seenPods = new Map(this.pods);
  }

  wish(i: number, wishes: Pick<BatchRun['spec'], 'suspend' | 'cancel'>): void {
    const run = this.runs[i] as BatchRun;
    this.runs[i] = { ...run, spec: { ...run.spec, ...wishes } };
  }

  /** What somebody who saw everything would count. */
  private count(): void {
    const active = [...occupiedSlots({ jobs: [...this.jobs.values()], pods: [...this.pods.values()], ...nothing })];
    this.peak = Math.max(this.peak, active.length);
    for (const [i, { metadata }] of this.runs.entries()) {
      const own = active.filter((name) => name.startsWith(`${metadata.name}-task-`)).length;
      this.peaks[i] = Math.max(this.peaks[i] ?? 0, own);
    }
  }
}

const nothing = { unseen: [], released: new Set<string>() };

const podOf = (
  { metadata: { name, uid = '', labels = {} }, spec }: ObservedJob,
  phase = 'Pending',
): ObservedTaskPod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `${name}-pod`,
    namespace,
    uid: `pod-${name}`,
    creationTimestamp: ago(30),
    labels,
    ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name, uid, controller: true }],
  },
  spec: { ...spec?.template?.spec },
  status: { phase },
});

const makeBusyRun = (
  i: number,
  jobs: 'runtime' | 'synthesized',
  maxConcurrency: number,
  secondsAgo: number,
): BatchRun => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'BatchRun',
  metadata: { name: `run-${i}`, namespace, uid: `run-uid-${i}`, generation: 1, creationTimestamp: ago(secondsAgo) },
  spec: { batchSpec: makeTasks(TASKS), jobs, maxConcurrency },
});
