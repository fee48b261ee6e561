import type { ApiRequest } from '../../packages/kubernetes-client/transport/api-request.js';
import { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { type Reconcilers, startReconcilers } from '../../runtime/start.js';
import { clusterTime, laterClock } from '../runtime/batch-run/local-cluster.js';
import type { ServerUnderTest } from './server-under-test.js';
import { createWorld, merge, type World } from './world.js';

/** A world with the reconcilers, and functions that act as kubelet and, where there is none, as Job controller. */
export interface RunWorld extends World {
  /** A second call restarts them. */
  startReconcilers(): Promise<void>;
  stopReconcilers(): Promise<void>;
  /** Resolves with the object when it exists and `holds`. */
  eventually<T>(resource: string, name: string, holds: (object: T) => boolean): Promise<T>;
  /** Resolves when an Event with this reason about the object of this name exists. */
  eventRecorded(name: string, reason: string): Promise<void>;
  /** Sets the status of a Pod whose containers have terminated, as a kubelet does. */
  endPod(name: string, exitCode: number, message?: string): Promise<void>;
  /** Ends a Job's Pod, and the Job with it. */
  endJob(name: string, exitCode: number, message?: string): Promise<void>;
}

interface Template {
  readonly containers: readonly { readonly name: string }[];
}
interface Pod extends KubernetesObject {
  readonly spec: Template;
}
interface Job extends KubernetesObject {
  readonly spec: { readonly template: { readonly metadata?: object; readonly spec: Template } };
}
interface Event<T> {
  readonly type: string;
  readonly object: T;
}

/** A write with a field that the schema lacks is an error. */
class StrictTransport extends Transport {
  override request<T>(request: ApiRequest): Promise<T> {
    const strict = request.method === 'GET' || request.method === 'DELETE' ? {} : { fieldValidation: 'Strict' };
    return super.request<T>({ ...request, query: { ...request.query, ...strict } });
  }
}

export async function createRunWorld(server: ServerUnderTest): Promise<RunWorld> {
  const world = await createWorld(server);
  const transport = new StrictTransport(server.controller);
  let reconcilers: Reconcilers | undefined;
  const stopReconcilers = async () => reconcilers?.stop();
  const kubelet = createKubelet(world);
  return {
    ...world,
    ...kubelet,
    stopReconcilers,
    startReconcilers: async () => {
      reconcilers = await startReconcilers({ transport, namespaces: [world.namespace], clock: laterClock });
      await reconcilers.started;
    },
    close: async () => {
      await stopReconcilers();
      transport.close();
      await world.close();
    },
  };
}

function createKubelet(world: World) {
  const first = async <T>(path: string, holds: (object: T) => boolean): Promise<T> => {
    const events = await world.watch<Event<T>>(path);
    for (let event = await events.next(); event; event = await events.next()) {
      if (event.type === 'DELETED' || !holds(event.object)) continue;
      events.close();
      return event.object;
    }
    throw new Error(`Cannot continue: the watch of ${path} ended`);
  };
  const eventually = <T>(resource: string, name: string, holds: (object: T) => boolean) =>
    first(`${resource}?watch=1&fieldSelector=metadata.name%3D${name}`, holds);
  const write = async (path: string, body: object) => {
    const { code, body: answer } = await world.send('PATCH', path, body, merge);
    if (code !== 200) throw new Error(`Cannot write ${path}: ${answer['message']}`);
  };

  /** The Pod that the Job controller creates, or one in its place. */
  const podOf = async (job: Job): Promise<Pod> => {
    const { name, uid } = job.metadata;
    if (world.server.runsJobs) return first<Pod>(`pods?watch=1&labelSelector=job-name%3D${name}`, () => true);
    const owner = { apiVersion: 'batch/v1', kind: 'Job', name, uid, controller: true };
    const { metadata, spec } = job.spec.template;
    const pod = { metadata: { ...metadata, name: `${name}-x`, ownerReferences: [owner] }, spec };
    const { body } = await world.send<Pod>('POST', 'pods', { apiVersion: 'v1', kind: 'Pod', ...pod });
    return body;
  };
  const endPod = async (name: string, exitCode: number, message = '') => {
    const { spec } = (await world.send<Pod>('GET', `pods/${name}`)).body;
    const time = clusterTime();
    const state = { terminated: { exitCode, message, startedAt: time, finishedAt: time } };
    const containerStatuses = spec.containers.map((container) => ({
      ...{ name: container.name, image: 'i', imageID: '', ready: false, restartCount: 0 },
      state,
    }));
    await write(`pods/${name}/status`, {
      status: { phase: exitCode === 0 ? 'Succeeded' : 'Failed', containerStatuses },
    });
  };
  return {
    eventually,
    endPod,
    async eventRecorded(name: string, reason: string) {
      await first<{ reason: string }>(
        `events?watch=1&fieldSelector=involvedObject.name%3D${name}`,
        (event) => event.reason === reason,
      );
    },
    async endJob(name: string, exitCode: number, message = '') {
      const job = await eventually<Job>('jobs', name, () => true);
      const { metadata } = await podOf(job);
      await endPod(metadata.name, exitCode, message);
      if (!world.server.runsJobs) await write(`jobs/${name}/status`, { status: finishedJob(exitCode === 0) });
    },
  };
}

/** Everything that the API server requires of a finished Job. */
function finishedJob(succeeded: boolean): object {
  const time = clusterTime();
  const types = succeeded ? ['SuccessCriteriaMet', 'Complete'] : ['FailureTarget', 'Failed'];
  return {
    startTime: time,
    ...(succeeded ? { succeeded: 1, completionTime: time } : { failed: 1 }),
    conditions: types.map((type) => ({
      ...{ type, status: 'True', reason: 'Because', message: '' },
      ...{ lastProbeTime: time, lastTransitionTime: time },
    })),
  };
}
