import { FakeClock } from '../../../work-queue/testing.js';
import { createCluster } from '../../api-server/create-cluster.js';
import { createHandler } from '../../api-server/http/serve-request.js';
import type { LogSource } from '../../api-server/log-source.js';
import { createLocalApi } from '../../api-server/operations/local-api.js';
import { type Backups, createBackups } from '../../api-server/store/backups.js';
import { createListSnapshots } from '../../api-server/store/list-snapshots.js';
import type { LocalApi } from '../../local-api.js';

/** Anything parsed from an answer; tests compare parts of it. */
export interface Body {
  readonly [field: string]: unknown;
}

export interface Answer<Wanted = Body> {
  readonly code: number;
  readonly body: Wanted;
  readonly headers: Headers;
}

export interface SendOptions {
  readonly type?: string;
  readonly accept?: string;
}

export interface ApiUnderTest extends Backups {
  readonly clock: FakeClock;
  readonly api: LocalApi;
  /** Sends a request to the handler and reads the whole JSON answer. */
  send<Wanted = Body>(method: string, path: string, body?: unknown, options?: SendOptions): Promise<Answer<Wanted>>;
  /** Opens a stream; each call of the result yields the next line as JSON, undefined at the end. */
  watch<Wanted = Body>(path: string, options?: SendOptions): Promise<() => Promise<Wanted | undefined>>;
  raw(method: string, path: string): Promise<Response>;
  /** As `send`, for answers that need not be JSON; a stream is cut off. */
  text(method: string, path: string, body?: string, options?: SendOptions): Promise<{ code: number; text: string }>;
}

export const merge = { type: 'application/merge-patch+json' };
export const strategic = { type: 'application/strategic-merge-patch+json' };
export const jsonPatch = { type: 'application/json-patch+json' };
export const apply = { type: 'application/apply-patch+yaml' };

/** An empty cluster behind its handler; no port. Its clock stands still unless moved. */
export function makeApi(options: { logs?: LogSource } = {}): ApiUnderTest {
  const clock = new FakeClock();
  const now = () => clock.now();
  const cluster = createCluster(now);
  const lists = createListSnapshots(now);
  const handler = createHandler(
    { cluster, snapshots: lists, logs: options.logs, streams: undefined, authorize: undefined, clock },
    'secret',
  );
  const request = (method: string, path: string, body?: unknown, { type, accept }: SendOptions = {}) =>
    handler(
      new Request(`https://localhost${path}`, {
        method,
        headers: {
          authorization: 'Bearer secret',
          'user-agent': 'tester/1.0',
          'content-type': type ?? 'application/json',
          ...(accept && { accept }),
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
  return {
    clock,
    api: createLocalApi(cluster),
    ...createBackups(cluster.store, lists),
    raw: (method, path) => request(method, path),
    async text(method, path, body, sendOptions) {
      const response = await request(method, path, body, sendOptions);
      const isStream = response.headers.get('content-length') === null;
      if (isStream) await response.body?.cancel();
      return { code: response.status, text: isStream ? '' : await response.text() };
    },
    async send<Wanted>(method: string, path: string, body?: unknown, sendOptions?: SendOptions) {
      const response = await request(method, path, body, sendOptions);
      return { code: response.status, body: (await response.json()) as Wanted, headers: response.headers };
    },
    async watch<Wanted>(path: string, sendOptions?: SendOptions) {
      const response = await request('GET', path, undefined, sendOptions);
      const lines = linesOf(response.body ?? new ReadableStream());
      return async () => {
        const { value } = await lines.next();
        return value === undefined ? undefined : (JSON.parse(value) as Wanted);
      };
    },
  };
}

async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string, undefined> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    yield* lines;
  }
  return undefined;
}

export const makeConfigMap = (name: string, fields: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  ...fields,
});

export const makeJob = (name: string, spec: object = {}) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name },
  spec: { template: { spec: makePodSpec() }, ...spec },
});

export const makePodSpec = (fields: object = {}) => ({
  restartPolicy: 'Never',
  containers: [{ name: 'main', image: 'busybox:1' }],
  ...fields,
});

export const makePod = (name: string, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: makePodSpec(spec),
});

export const configMaps = '/api/v1/namespaces/default/configmaps';
export const jobs = '/apis/batch/v1/namespaces/default/jobs';
export const pods = '/api/v1/namespaces/default/pods';
export const widgets = '/apis/example.com/v1/namespaces/default/widgets';
export const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** A kind with what structural schemas offer: defaults, enums, bounds, keyed lists, CEL, status. */
export const widgetDefinition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind: 'Widget', plural: 'widgets', shortNames: ['wd'] },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        selectableFields: [{ jsonPath: '.spec.type' }],
        additionalPrinterColumns: [
          { name: 'Type', type: 'string', jsonPath: '.spec.type' },
          { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
        ],
        schema: { openAPIV3Schema: widgetSchema() },
      },
    ],
  },
};

function widgetSchema() {
  return {
    type: 'object',
    required: ['spec'],
    properties: {
      spec: {
        type: 'object',
        required: ['type'],
        'x-kubernetes-validations': [{ rule: 'self.type == oldSelf.type', message: 'type is immutable' }],
        properties: {
          type: { type: 'string', enum: ['File', 'Repository'] },
          count: { type: 'integer', default: 3, maximum: 10 },
          steps: {
            type: 'array',
            'x-kubernetes-list-type': 'map',
            'x-kubernetes-list-map-keys': ['name'],
            items: {
              type: 'object',
              required: ['name'],
              properties: { name: { type: 'string' }, image: { type: 'string' } },
            },
          },
        },
      },
      status: { type: 'object', properties: { phase: { type: 'string' } } },
    },
  };
}

export const makeWidget = (name: string, spec: object = {}) => ({
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name },
  spec: { type: 'File', ...spec },
});
