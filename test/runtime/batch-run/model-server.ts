import type { BatchRun } from '../../../api/generated/kinds.js';
import type { Delta } from '../../../packages/kubernetes-client/cache/held-objects.js';
import { ApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import type { ApiRequest } from '../../../packages/kubernetes-client/transport/api-request.js';
import { timeoutError } from '../../../packages/kubernetes-client/transport/network-error.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { ObservedJob } from '../../../runtime/batch-run/observed.js';
import { mergedPatch } from './world.js';

/** What happens to a write: it is carried out or not, and no answer comes. */
export type Loss = 'answer' | 'request';

type Kind = 'batchruns' | 'jobs' | 'configmaps' | 'events';

/** An API server in memory: enough of it for the reconciler of BatchRuns, and a log of changes for caches that lag. */
export class ModelServer {
  readonly log: Readonly<Record<Kind, Delta<KubernetesObject>[]>> = {
    ...{ batchruns: [], jobs: [], configmaps: [], events: [] },
  };
  /** How often the work of each Job has begun. */
  readonly begun = new Map<string, number>();
  /** Writes, as `verb resource`. */
  readonly writes: string[] = [];
  readonly lossOf: Partial<Record<'POST jobs' | 'PATCH batchruns', Loss>> = {};
  /** Called after each creation of a Job. */
  onJob: () => void = () => undefined;
  private readonly objects: Readonly<Record<Kind, Map<string, KubernetesObject>>> = {
    ...{ batchruns: new Map(), jobs: new Map(), configmaps: new Map(), events: new Map() },
  };
  private version = 0;

  constructor(private readonly now: () => number) {}

  get run(): BatchRun {
    return this.list('batchruns')[0] as BatchRun;
  }

  get jobs(): readonly ObservedJob[] {
    return this.list('jobs') as ObservedJob[];
  }

  list(kind: Kind): KubernetesObject[] {
    return [...this.objects[kind].values()];
  }

  put(kind: Kind, object: KubernetesObject): KubernetesObject {
    const { name } = object.metadata;
    const previous = this.objects[kind].get(name);
    this.version += 1;
    const { uid = `uid-${this.version}`, creationTimestamp = this.timestamp } = previous?.metadata ?? object.metadata;
    const metadata = { ...object.metadata, uid, creationTimestamp, resourceVersion: String(this.version) };
    const stored = { ...object, metadata };
    this.objects[kind].set(name, stored);
    this.log[kind].push(previous ? { type: 'updated', object: stored, previous } : { type: 'added', object: stored });
    return stored;
  }

  deleteJob(name: string): void {
    this.delete('jobs', name);
  }

  delete(kind: Kind, name: string): void {
    const object = this.objects[kind].get(name);
    if (!object) return;
    this.objects[kind].delete(name);
    this.log[kind].push({ type: 'deleted', object });
  }

  /** The Job controller makes the Pod of a Job, and says so. */
  beginJob(name: string): void {
    const job = this.objects.jobs.get(name) as ObservedJob | undefined;
    if (!job || job.status?.startTime) return;
    this.begun.set(name, (this.begun.get(name) ?? 0) + 1);
    this.put('jobs', { ...job, ...{ status: { startTime: this.timestamp } } });
    this.put('events', {
      ...{ apiVersion: 'v1', kind: 'Event', metadata: { name: `${name}.${this.version}`, namespace: 'team' } },
      ...{ involvedObject: { kind: 'Job', name }, reason: 'SuccessfulCreate', firstTimestamp: this.timestamp },
    });
  }

  endJob(name: string): void {
    const job = this.objects.jobs.get(name) as ObservedJob | undefined;
    if (!job?.status?.startTime) return;
    const conditions = [{ type: 'Complete', status: 'True', lastTransitionTime: this.timestamp }];
    this.put('jobs', { ...job, ...{ status: { ...job.status, completionTime: this.timestamp, conditions } } });
  }

  private get timestamp(): string {
    return `${new Date(this.now()).toISOString().slice(0, 19)}Z`;
  }

  async request(request: ApiRequest): Promise<unknown> {
    const [kind = '', name = '', subresource] = request.path.split('/namespaces/team/')[1]?.split('/') ?? [];
    if (request.method === 'GET') return this.read(kind as Kind, name, request);
    const line = `${request.method} ${kind}`;
    this.writes.push(line);
    const loss = this.lossOf[line as 'POST jobs'];
    delete this.lossOf[line as 'POST jobs'];
    if (loss === 'request') throw timeoutError(line, 30);
    const answer = this.write(kind as Kind, name, subresource, request);
    if (loss === 'answer') throw timeoutError(line, 30);
    return answer;
  }

  private read(kind: Kind, name: string, { query }: ApiRequest): unknown {
    if (!(kind in this.objects)) return { metadata: {}, items: [] };
    if (name) return this.objects[kind].get(name) ?? refuse(404, 'NotFound');
    const wanted = /involvedObject.name=([^,]+)/.exec(String(query?.['fieldSelector']))?.[1];
    const isWanted = (object: KubernetesObject) =>
      wanted === undefined || (object as { involvedObject?: { name?: string } }).involvedObject?.name === wanted;
    return { metadata: {}, items: this.list(kind).filter(isWanted) };
  }

  private write(kind: Kind, name: string, subresource: string | undefined, { method, body }: ApiRequest): unknown {
    if (method === 'POST') {
      const object = body as KubernetesObject;
      if (this.objects[kind].has(object.metadata.name)) return refuse(409, 'AlreadyExists');
      const stored = this.put(kind, object);
      if (kind === 'jobs') this.onJob();
      return stored;
    }
    const stored = this.objects[kind].get(name);
    if (!stored) return refuse(404, 'NotFound');
    const { metadata, ...patch } = body as KubernetesObject;
    const { resourceVersion = stored.metadata.resourceVersion } = metadata;
    if (resourceVersion !== stored.metadata.resourceVersion) return refuse(409, 'Conflict');
    const { status } = mergedPatch(stored, patch) as { status?: object };
    return this.put(kind, subresource === 'status' ? { ...stored, ...{ status } } : { ...stored, ...patch });
  }
}

function refuse(code: number, reason: string): never {
  throw new ApiError(`the server says ${reason}`, { code, reason, transient: reason === 'Conflict' });
}
