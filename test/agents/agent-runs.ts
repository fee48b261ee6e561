import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BatchRunStatus, WorkspaceAgent } from '../../api/generated/kinds.js';
import { type StubModel, startStubModel } from '../../packages/stub-model/index.js';
import type { AgentPreset } from '../../plan/agent-preset/preset.js';
import { installedCli } from '../../scripts/start/installed-cli.js';
import { namespace, runStatus } from '../runtime/batch-run/local-cluster.js';
import { type NodeCluster, startNodeCluster } from '../runtime/task-run/node-cluster.js';

/** A cluster in which the real CLI of a preset works on real repositories, with the stub as its model. */
export interface AgentRuns {
  readonly cluster: NodeCluster;
  readonly stub: StubModel;
  /** The result file and the branches of a run of one task. */
  run(name: string, mode: string, agent?: Partial<WorkspaceAgent>): Promise<AgentRun>;
  stop(): Promise<void>;
}

export interface AgentRun {
  readonly task: NonNullable<BatchRunStatus['tasks']>[number];
  /** What the agent's container wrote as its termination message. */
  readonly result: Readonly<Record<string, unknown>>;
  readonly exitCode: number;
  readonly log: string;
  /** Of a file, on the branch that the agent has pushed; undefined if there is none. */
  pushed(file: string): string | undefined;
}

interface PodLike {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly status?: {
    readonly containerStatuses?: readonly {
      readonly state?: { readonly terminated?: { readonly exitCode: number; readonly message?: string } };
    }[];
  };
}

export async function startAgentRuns(preset: AgentPreset): Promise<AgentRuns> {
  const [programs, cluster, stub] = await Promise.all([
    installedCli(preset, '.'),
    startNodeCluster(),
    startStubModel(),
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'test-agents-'));
  const create = (resource: string, kind: string, name: string, spec: object) =>
    cluster.api.create(resource, {
      apiVersion: 'kubetask.io/v1alpha1',
      kind,
      metadata: { name, namespace },
      ...{ spec },
    });
  const run = async (name: string, mode: string, agent: Partial<WorkspaceAgent> = {}): Promise<AgentRun> => {
    const remote = makeRemote(folder, name);
    const env = { PATH: programs, ...preset.stubEnv(`${stub.url}/${mode}`) };
    create('workspaceconfigs.kubetask.io', 'WorkspaceConfig', name, {
      agent: { preset: preset.name, model: 'stub-model', rateLimit: { waitSeconds: 3 }, ...agent },
      env: Object.entries(env).map(([variable, value]) => ({ name: variable, value })),
    });
    create('batchruns.kubetask.io', 'BatchRun', name, {
      batchSpec: {
        workspaceConfigRef: name,
        commonContext: [{ type: 'File', file: { filePath: '/workspace/task.md', source: { inline: 'Say ok.' } } }],
        variableContexts: [[{ type: 'Repository', repository: { url: `file://${remote}` } }]],
      },
    });
    const status = await runStatus(cluster.api, name, ({ tasks = [] }) => tasks.some(hasEnded(cluster, name)));
    const pod = podOf(cluster, name);
    const terminated = pod?.status?.containerStatuses?.[0]?.state?.terminated;
    return {
      task: status.tasks?.[0] as AgentRun['task'],
      result: JSON.parse(terminated?.message || '{}'),
      exitCode: terminated?.exitCode ?? -1,
      log: await cluster.log(pod?.metadata.name ?? '', 'agent'),
      pushed: (file) => fileOnBranch(remote, file),
    };
  };
  const stop = async () => {
    await Promise.all([cluster.stop(), stub.close()]);
    rmSync(folder, { recursive: true });
  };
  return { cluster, stub, run, stop };
}

const podOf = ({ api }: NodeCluster, run: string): PodLike | undefined =>
  (api.list('pods') as unknown as PodLike[]).find(({ metadata }) => metadata.name.startsWith(`${run}-task-0`));

/** A task that is tried again later is not over, but its first attempt is. */
const hasEnded = (cluster: NodeCluster, run: string) => () =>
  podOf(cluster, run)?.status?.containerStatuses?.[0]?.state?.terminated !== undefined;

/** A bare repository with one commit. */
function makeRemote(folder: string, name: string): string {
  const remote = join(folder, `${name}.git`);
  const work = join(folder, name);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args]);
  git('init', '-q', '--bare', '--initial-branch=main', remote);
  git('init', '-q', work);
  git('-C', work, 'remote', 'add', 'origin', remote);
  git('-C', work, 'commit', '-q', '--allow-empty', '-m', 'begin');
  git('-C', work, 'push', '-q', 'origin', 'HEAD:main');
  return remote;
}

function fileOnBranch(remote: string, file: string): string | undefined {
  const branches = execFileSync(
    'git',
    ['-C', remote, 'for-each-ref', '--format=%(refname:short)', 'refs/heads/kubetask'],
    {
      encoding: 'utf8',
    },
  );
  const [branch = ''] = branches.split('\n');
  return branch === ''
    ? undefined
    : execFileSync('git', ['-C', remote, 'show', `${branch}:${file}`], { encoding: 'utf8' });
}
