import type { OpenPod } from '../../packages/embedded-cluster/index.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { oneLine } from '../../packages/kubernetes-conventions/sentence.js';
import { type Clock, systemClock } from '../../packages/work-queue/clock.js';
import { type AgentResult, agentResult } from '../../runtime/pod/agent-result.js';
import { streamProblems } from '../check-execution.js';
import { ExecutionFailure } from '../execution-failure.js';
import type { Exit, Streams } from '../executor.js';
import { fileFailure } from '../process/file-failure.js';
import { shown } from './check-plan-inputs.js';
import { inProcesses } from './in-processes.js';
import type { LocalPlan } from './plan-local.js';
import type { PodPlace, ReadyContainer } from './pod-place.js';
import { resolveReferences } from './references.js';
import { type FolderChanges, rememberFiles, type WorkspaceChanges } from './workspace-changes.js';

export interface RunPlannedOptions extends Streams {
  /** @default `inProcesses()` */
  readonly place?: PodPlace;
  /** ConfigMaps and Secrets that the Pod refers to. */
  readonly objects?: readonly KubernetesObject[];
  /** Where the values of other Secrets are looked for. @default the environment of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** A shell instead of the agent, in the workspace that is prepared for it. @default false */
  readonly shell?: boolean;
  /** Whether the workspace stays. @default false */
  readonly keep?: boolean;
  /** Where the containers write that prepare the workspace. @default stderr */
  readonly setup?: (container: string) => Streams['stderr'];
  /** Called before each container starts. */
  readonly onStart?: (container: string) => void;
  readonly clock?: Clock;
}

/** How a planned task ended. */
export interface PlannedExit extends Exit {
  /** What the agent left as its result. */
  readonly outcome: AgentResult;
  /** What changed in the workspace since the agent started; undefined when this machine has no git. */
  readonly changes?: readonly FolderChanges[];
  /** Where the workspace is; only with `keep`. */
  readonly workspace?: string;
}

const WORKSPACE_VOLUME = 'workspace';
const TIMED_OUT = 124;

/**
 * Runs the containers of a planned task here, in their order, without a cluster and without a controller.
 *
 * @returns how its agent ended, or its last step that ran
 * @throws ExecutionFailure when values are missing, a container cannot run here, or the workspace cannot be prepared
 */
export async function runPlanned(plan: LocalPlan, options: RunPlannedOptions): Promise<PlannedExit> {
  checkRun(plan, options);
  const { place = inProcesses(), clock = systemClock, env = process.env, keep = false } = options;
  const references = resolveReferences(plan, options.objects ?? [], env);
  await place.check(plan, options.signal);
  const limit = startLimit(plan, options, clock);
  const { commandForImage } = place;
  // The embedded cluster is large: who runs no planned task does not load it.
  const { openPod } = await import('../../packages/embedded-cluster/index.js');
  const cannot = `Cannot prepare the workspace of ${plan.name}`;
  const pod = await openPod({ pod: plan.pod, references, ...(commandForImage ? { commandForImage } : {}) }).catch(
    (error: unknown) => {
      limit.stop();
      throw fileFailure(error, cannot);
    },
  );
  const run = new PlannedRun(plan, pod, place, { ...options, signal: limit.signal }, clock, limit.isOver);
  let isKept = false;
  try {
    const exit = await run.toEnd();
    isKept = keep && !options.signal?.aborted;
    return {
      ...exit,
      ...(limit.isOver() ? { exitCode: TIMED_OUT } : {}),
      ...(isKept ? { workspace: run.workspace } : {}),
    };
  } catch (error) {
    throw fileFailure(error, cannot);
  } finally {
    limit.stop();
    await run.handBack();
    await close(pod, isKept);
  }
}

/** @throws ExecutionFailure */
function checkRun(plan: LocalPlan, options: RunPlannedOptions): void {
  const problems = streamProblems(options);
  if (typeof plan?.pod !== 'object') problems.push(`plan: ${shown(plan)}: must be what planLocal returns`);
  if (problems.length > 0) throw new ExecutionFailure('Cannot run a planned task: its inputs are invalid', problems);
}

/** @throws ExecutionFailure that says what is left */
async function close(pod: OpenPod, isKept: boolean): Promise<void> {
  try {
    await pod.close(isKept ? [WORKSPACE_VOLUME] : []);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ExecutionFailure(`Cannot remove ${pod.directory}: ${oneLine(why, 200)}`, ['remove it'], 125, {
      cause: error,
    });
  }
}

/** The deadline of a Pod counts from its start, with the containers that prepare it. */
function startLimit({ timeoutSeconds }: LocalPlan, { signal, shell = false }: RunPlannedOptions, clock: Clock) {
  const over = new AbortController();
  const cancel =
    timeoutSeconds === undefined || shell ? undefined : clock.setTimeout(() => over.abort(), timeoutSeconds * 1000);
  return {
    signal: AbortSignal.any([over.signal, ...(signal ? [signal] : [])]),
    isOver: () => over.signal.aborted,
    stop: () => cancel?.(),
  };
}

class PlannedRun {
  private readonly ended = new Set<string>();
  private isHandedBack = false;

  constructor(
    private readonly plan: LocalPlan,
    private readonly pod: OpenPod,
    private readonly place: PodPlace,
    private readonly options: RunPlannedOptions & { readonly signal: AbortSignal },
    private readonly clock: Clock,
    private readonly isOver: () => boolean,
  ) {}

  get workspace(): string {
    return this.pod.volumes.get(WORKSPACE_VOLUME) ?? '';
  }

  async toEnd(): Promise<Omit<PlannedExit, 'workspace'>> {
    const started = this.clock.now();
    const { initContainers = [], containers } = this.plan.pod.spec;
    // A sidecar only keeps tokens fresh, which no run here needs that ends before them.
    const ended = initContainers.filter(({ restartPolicy }) => restartPolicy !== 'Always');
    const names = [...ended, ...containers].map(({ name }) => name);
    for (const name of names.filter((name) => !this.plan.work.includes(name))) await this.prepare(name);
    let changes: WorkspaceChanges | undefined;
    let exit: Exit = { exitCode: 0, durationMs: 0 };
    let message = '';
    for (const [index, name] of this.plan.work.entries()) {
      const ready = this.ready(name);
      if (index === 0) changes = await this.remember();
      if (this.isOver()) break;
      exit = await this.work(name, ready);
      message = ready.message() || message;
      if (exit.exitCode !== 0 || this.options.shell || this.isAborted) break;
    }
    await this.handBack();
    const diff = this.isAborted && !this.isOver() ? [] : await changes?.diff();
    return {
      ...exit,
      durationMs: this.clock.now() - started,
      outcome: agentResult(message),
      ...(diff ? { changes: diff } : {}),
    };
  }

  /** Once, and only if a container could have made files. */
  async handBack(): Promise<void> {
    const { plan, pod, clock } = this;
    if (this.isHandedBack || this.ended.size === 0) return;
    this.isHandedBack = true;
    await this.place.handBack({ plan, pod, clock, container: this.plan.work[0] ?? '' });
  }

  private get isAborted(): boolean {
    return this.options.signal.aborted;
  }

  private ready(container: string): ReadyContainer {
    const { plan, pod, clock } = this;
    return this.place.ready({ plan, pod, clock, container });
  }

  private async work(name: string, ready: ReadyContainer): Promise<Exit> {
    this.abortIfAsked();
    this.options.onStart?.(name);
    const { stdin, tty } = this.options;
    const streams = this.streamsTo(this.options.stdout, this.options.stderr);
    const shell = { ...streams, ...(stdin ? { stdin } : {}), ...(tty ? { tty } : {}) };
    const exit = await (this.options.shell ? ready.shell(shell) : ready.run(streams));
    await this.end(name);
    return exit;
  }

  /** A container before the agent; none starts when the time of the Pod is over. */
  private async prepare(name: string): Promise<void> {
    if (this.isOver()) return;
    this.abortIfAsked();
    this.options.onStart?.(name);
    const output = this.options.setup?.(name) ?? this.options.stderr;
    const ready = this.ready(name);
    const { exitCode } = await ready.run(this.streamsTo(output, output));
    await this.end(name);
    if (exitCode === 0 || this.isOver()) return;
    this.abortIfAsked();
    const why = oneLine(ready.message(), 500) || `exit code ${exitCode}`;
    throw new ExecutionFailure(`Cannot prepare the workspace of ${this.plan.name}: ${name} failed: ${why}`);
  }

  /** Containers of a Pod have no standard input. */
  private streamsTo(stdout: Streams['stdout'], stderr: Streams['stderr']): Streams {
    const { signal, kill } = this.options;
    return { stdout, stderr, signal, ...(kill ? { kill } : {}) };
  }

  private async end(name: string): Promise<void> {
    this.ended.add(name);
    await this.pod.forgetSecrets(this.ended);
  }

  private abortIfAsked(): void {
    if (this.isAborted) throw new ExecutionFailure(`Cannot start the agent of ${this.plan.name}: it was aborted`);
  }

  private remember(): Promise<WorkspaceChanges | undefined> {
    const { workspaceDir, repositories, pod } = this.plan;
    const { initContainers = [], containers } = pod.spec;
    const paths = [...initContainers, ...containers].flatMap(({ volumeMounts = [] }) =>
      volumeMounts.map(({ mountPath }) => mountPath),
    );
    const mounts = paths.filter((path) => path.startsWith(`${workspaceDir}/`));
    return rememberFiles({
      workspace: this.workspace,
      repositories,
      mounts: mounts.map((path) => path.slice(workspaceDir.length + 1)),
      scratch: `${this.pod.directory}/changes`,
    });
  }
}
