import type { Batch, BatchRun } from '../../api/generated/kinds.js';
import { proveOutcomes } from '../../api/status/proven-outcomes.js';
import type { Job, Pod } from '../../packages/embedded-cluster/index.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { withController } from '../../packages/kubernetes-conventions/owner.js';
import type { ObservedBatchRun, ObservedConfigMap, ObservedJob } from '../../runtime/batch-run/observed.js';
import { projectConfigMap } from '../../runtime/batch-run/projections.js';
import { reconcile } from '../../runtime/batch-run/reconcile.js';
import { resolveTemplate } from '../../runtime/batch-run/template/template.js';
import { noCreateFailures } from '../../runtime/creations/create-failures.js';
import { type Change, diff } from '../../runtime/engine/reconcile/diff.js';
import type { SimulatedCluster } from './cluster.js';
import { type Seconds, timeOf } from './seconds.js';

const none: ReadonlySet<string> = new Set();

/** The controller's decisions about one run, carried out at once, at most once a second. */
export class SimulatedController {
  run: BatchRun;
  isAwake = true;
  private readonly configMaps = new Map<string, ObservedConfigMap>();
  private readonly template: ReturnType<typeof resolveTemplate>;
  private alarm = Number.POSITIVE_INFINITY;

  constructor(
    run: BatchRun,
    batch: Batch,
    private readonly cluster: SimulatedCluster,
    private readonly seconds: Seconds,
  ) {
    this.run = run;
    this.template = resolveTemplate({ run, batch, workspace: undefined });
    if (this.template.kind !== 'Planned') throw new Error(`Cannot plan the run: ${this.template.message}`);
  }

  /** One pass, if something has changed or a time has come. */
  look(): void {
    const { seconds, cluster } = this;
    if (!this.isAwake && seconds.now < this.alarm) return;
    this.isAwake = false;
    this.alarm = Number.POSITIVE_INFINITY;
    const observed = this.observe();
    const outcome = reconcile(observed, Date.parse(timeOf(seconds.now)));
    const ownerUid = this.run.metadata.uid ?? '';
    const kinds = { Job: 'createOnly', ConfigMap: 'update' } as const;
    const changes = [...diff(observed.children, outcome.desired, { ownerUid, kinds }), ...(outcome.amendments ?? [])];
    for (const change of changes) this.carryOut(change, cluster);
    const isNews = changes.length > 0 || JSON.stringify(outcome.status) !== JSON.stringify(this.run.status);
    this.run = { ...this.run, status: outcome.status };
    const again = isNews ? 1 : outcome.requeueAfterSeconds;
    if (again !== undefined) this.wake(Math.max(1, again));
  }

  private wake(seconds: number): void {
    const at = this.seconds.now + Math.ceil(seconds);
    if (at >= this.alarm) return;
    this.alarm = at;
    this.seconds.after(seconds, () => undefined);
  }

  private observe(): ObservedBatchRun {
    const { run, cluster, template } = this;
    const configMaps = [...this.configMaps.values()];
    return {
      parent: run,
      children: [...([...cluster.jobs.values()] as unknown as ObservedJob[]), ...configMaps],
      pods: [...cluster.pods.values()] as ObservedBatchRun['pods'],
      warnings: [],
      createFailures: noCreateFailures,
      recentlyCreated: none,
      released: none,
      releasing: none,
      outcomes: proveOutcomes(run, configMaps),
      everCreated: new Set(cluster.jobs.keys()),
      retention: {},
      template,
    };
  }

  private carryOut(change: Change, cluster: SimulatedCluster): void {
    const { object } = change;
    if (change.type === 'removeItem') {
      const pod = object as unknown as Pod;
      const annotations = { ...pod.metadata.annotations, ...change.annotations };
      cluster.updatePod({
        ...pod,
        metadata: { ...pod.metadata, annotations },
        spec: { ...pod.spec, schedulingGates: [] },
      });
    } else if (change.type === 'amend') cluster.updateJob(patched(object, change.patch) as unknown as Job);
    else if (change.type !== 'delete') this.create(withController(object, this.run));
  }

  private create(object: KubernetesObject): void {
    const { name } = object.metadata;
    if (object.kind === 'Job') this.cluster.createJob(object as unknown as Job);
    else {
      const kept = { ...object, metadata: { ...object.metadata, uid: name } } as unknown as ObservedConfigMap;
      this.configMaps.set(name, projectConfigMap(kept));
    }
  }
}

type Fields = Readonly<Record<string, unknown>>;

/** A JSON merge patch, of which no list and no deletion is asked for here. */
function patched(target: unknown, patch: Fields): Fields {
  const fields = Object.entries(patch).map(([name, value]) => {
    const old = (target as Fields | undefined)?.[name];
    return [name, typeof value === 'object' && value !== null ? patched(old, value as Fields) : value];
  });
  return { ...(target as Fields | undefined), ...(Object.fromEntries(fields) as Fields) };
}
