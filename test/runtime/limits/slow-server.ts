import type fc from 'fast-check';
import type { ApiRequest } from '../../../packages/kubernetes-client/transport/api-request.js';
import type { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { mergedPatch } from '../batch-run/world.js';

/** Each request but a list is answered when the scheduler says so; no watch ever brings any news. */
export class SlowServer {
  /** Names of the Jobs and Pods that were created. */
  readonly started = new Set<string>();
  private version = 1;

  constructor(
    private readonly objects: readonly KubernetesObject[],
    private readonly scheduler: fc.Scheduler,
  ) {}

  readonly transport = {
    request: (request: ApiRequest) => this.request(request),
    stream: ({ signal }: { readonly signal: AbortSignal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('stopped')));
      }),
  } as unknown as Transport;

  private async request({ method, path, body, query }: ApiRequest): Promise<unknown> {
    const [resource = '', name] = path.replace(/^.*\/namespaces\/team\//, '').split('/');
    const isAboutOne = String(query?.['fieldSelector']).includes('involvedObject');
    if (method === 'GET' && !name && !isAboutOne) return this.list(path, resource);
    await this.scheduler.schedule(Promise.resolve(), `${method} ${resource}`);
    if (method === 'GET') return name ? this.find(name) : this.list(path, resource);
    this.version += 1;
    const metadata = { resourceVersion: String(this.version) };
    if (method !== 'POST') return mergedPatch(this.find(name), { ...(body as object), metadata });
    const created = body as KubernetesObject;
    if (created.kind === 'Job' || created.kind === 'Pod') this.started.add(created.metadata.name);
    return created;
  }

  private readonly find = (name = '') => this.objects.find(({ metadata }) => metadata.name === name);

  private list(path: string, resource: string): unknown {
    const items = this.objects.filter(
      ({ apiVersion, kind }) => path.startsWith(`/apis/${apiVersion}/`) && `${kind.toLowerCase()}s` === resource,
    );
    return { metadata: { resourceVersion: '1' }, items };
  }
}
