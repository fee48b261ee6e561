import type { Batch, BatchRun, BatchSpec } from '../../api/generated/kinds.js';
import type { Job } from '../../packages/embedded-cluster/index.js';
import { type AgentWork, runAgent, type Surroundings, type Waste } from './agent.js';
import type { Cli } from './clis.js';
import { SimulatedCluster } from './cluster.js';
import { SimulatedController } from './controller.js';
import { Provider, type Quota } from './provider.js';
import { Seconds, timeOf } from './seconds.js';

export interface FleetOptions {
  readonly tasks: number;
  /** Tasks that run at a time; of plain Jobs, those that the nodes have room for. */
  readonly concurrency: number;
  readonly work: AgentWork;
  readonly quota: Quota;
  /** `spec.agent.rateLimit.waitSeconds`. */
  readonly waitSeconds: number;
}

export interface CaseResult extends Waste {
  readonly succeeded: number;
  readonly limited: number;
  readonly pods: number;
  /** Until the last task has ended. */
  readonly seconds: number;
}

type Backoff = NonNullable<NonNullable<BatchSpec['retry']>['backoff']>;

/** One Job for each repository, with nothing but the CLI, and Kubernetes' own defaults. */
export function runPlainJobs(cli: Cli, options: FleetOptions): CaseResult {
  const { seconds, provider, waste, start } = world(cli, options, false);
  let lastChange = 0;
  const cluster = new SimulatedCluster({
    seconds,
    room: options.concurrency,
    run: start,
    onChange: () => {
      lastChange = seconds.now;
    },
  });
  for (let i = 0; i < options.tasks; i++) cluster.createJob(plainJob(i));
  seconds.run(() => undefined);
  return result(cluster, provider, waste, lastChange);
}

/** One BatchRun, whose Pods run the CLI in the wrapper. */
export function runWrapped(cli: Cli, options: FleetOptions, backoff: Backoff | undefined): CaseResult {
  const { seconds, provider, waste, start } = world(cli, options, true);
  const wake = () => {
    controller.isAwake = true;
  };
  const cluster = new SimulatedCluster({ seconds, room: options.tasks, run: start, onChange: wake });
  const controller = new SimulatedController(makeRun(), makeBatch(options, backoff), cluster, seconds);
  seconds.run(() => controller.look());
  const { completionTime = timeOf(seconds.now) } = controller.run.status ?? {};
  return result(cluster, provider, waste, (Date.parse(completionTime) - Date.parse(timeOf(0))) / 1000);
}

function world(cli: Cli, { quota, work, waitSeconds }: FleetOptions, isWrapped: boolean) {
  const seconds = new Seconds();
  const provider = new Provider(seconds, quota);
  const waste: Waste = { waitedSeconds: 0, lostRequests: 0 };
  const limits = isWrapped ? { waitSeconds, silenceSeconds: 600, graceSeconds: 25 } : undefined;
  const around: Surroundings = { seconds, provider, cli, work, waste, limits };
  const start = (onEnd: Parameters<typeof runAgent>[1]) => runAgent(around, onEnd);
  return { seconds, provider, waste, start };
}

function result({ jobs, started }: SimulatedCluster, { limited }: Provider, waste: Waste, seconds: number): CaseResult {
  const succeeded = [...jobs.values()].filter(({ status }) => (status?.succeeded ?? 0) > 0).length;
  return { succeeded, limited, pods: started, seconds, ...waste };
}

const plainJob = (index: number): Job => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: `task-${index}`, namespace: 'default' },
  spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'agent', image: 'agent' }] } } },
});

function makeBatch({ tasks, concurrency }: FleetOptions, backoff: Backoff | undefined): Batch {
  const repository = (i: number) => ({
    type: 'Repository' as const,
    repository: { org: 'o', repo: `r-${i}`, branch: 'main' },
  });
  return {
    apiVersion: 'kubetask.io/v1alpha1',
    kind: 'Batch',
    metadata: { name: 'batch', namespace: 'default', uid: 'batch' },
    spec: {
      maxConcurrency: concurrency,
      variableContexts: Array.from({ length: tasks }, (_, i) => [repository(i)]),
      ...(backoff && { retry: { on: [{ class: 'RateLimit', limit: 100 }], backoff } }),
    },
  };
}

const makeRun = (): BatchRun => ({
  apiVersion: 'kubetask.io/v1alpha1',
  kind: 'BatchRun',
  metadata: { name: 'run', namespace: 'default', uid: 'run', generation: 1, creationTimestamp: timeOf(0) },
  spec: { batchRef: 'batch', jobs: 'runtime' },
});
