import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { crds } from '../../api/generated/crds.js';
import { agentLines } from '../../cli/local/agent-lines.js';
import { applyAll } from '../../cli/local/apply.js';
import { createBuildProgress } from '../../cli/local/build-progress.js';
import { buildSummary } from '../../cli/local/build-summary.js';
import { failedAgents } from '../../cli/local/failed-agents.js';
import { failedLogs } from '../../cli/local/failed-logs.js';
import { failedSteps } from '../../cli/local/failed-steps.js';
import { followAgents, isAgent } from '../../cli/local/follow-agents.js';
import { followBuilds } from '../../cli/local/follow-builds.js';
import { followRuns } from '../../cli/local/follow-runs.js';
import { fallenAgent, isGood, isUp } from '../../cli/local/followed-build.js';
import { hints } from '../../cli/local/hints.js';
import { imageCommands } from '../../cli/local/image-commands.js';
import { loadFiles } from '../../cli/local/load-files.js';
import { takeLock } from '../../cli/local/lock.js';
import type { DemoOptions } from '../../cli/local/options.js';
import { createProgress } from '../../cli/local/progress.js';
import { complain, say } from '../../cli/local/say.js';
import { succeeded, summary } from '../../cli/local/summary.js';
import { needsTekton, tektonOptions } from '../../cli/local/tekton.js';
import { type Terminal, terminalOf } from '../../cli/output/terminal.js';
import { type LocalCluster, startCluster } from '../../packages/embedded-cluster/cluster.js';
import { removeTree } from '../../packages/embedded-cluster/node/remove-tree.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { Connection } from '../../runtime/engine/connection/connection.js';
import { Transport } from '../../runtime/engine/transport/transport.js';
import { startReconcilers } from '../../runtime/start.js';
import { synthesizeDemo } from './demo-batch.js';
import { makeDemoBuild } from './demo-build.js';
import { makeFleet } from './fleet.js';

/** Everything a session keeps on disk lies here, below the checkout. */
const home = '.kubetask';
const kubeconfigPath = join(home, 'kubeconfig');
const demoPath = join(home, 'demo');
const fleetPath = join(demoPath, 'fleet');
/** Stands for a registry; stays, so that what was pushed can be looked at. */
const registryPath = join(home, 'registry');
const unpackedPath = join(home, 'unpacked');
const exampleAgentPath = 'examples/agents/hello-agent';

/** Said at every start: what runs here is not shut in. */
const noSandbox =
  'note      no sandbox: agents run as you, with your files and your network; start only what you trust';

/** How a session ended. */
export type Ending = 'Succeeded' | 'Failed' | 'Interrupted';

/**
 * One `npm start`: objects, cluster, reconciler, progress, result, of runs and then of builds.
 * Leaves no process behind, and after an interrupt no folder with repositories either.
 * @returns `Succeeded` when every task and every build did
 * @throws UserError for a mistake in the options or files
 */
export async function runSession(options: DemoOptions, interrupt: AbortSignal): Promise<Ending> {
  const terminal = terminalOf(process.stdout, process.env);
  const release = takeLock(join(home, 'lock'));
  try {
    const objects = await objectsOf(options, interrupt);
    return await onCluster(options, objects, (cluster) => execute(cluster, objects, options, terminal, interrupt));
  } catch (error) {
    if (interrupt.aborted) return 'Interrupted';
    throw error;
  } finally {
    if (interrupt.aborted) rmSync(fleetPath, { recursive: true, force: true });
    release();
  }
}

function objectsOf({ file, build, repos }: DemoOptions, interrupt: AbortSignal) {
  if (file.length > 0) return loadFiles(file, process.env['INIT_CWD'] ?? '.');
  return build ? buildObjects(interrupt) : demoObjects(repos, interrupt);
}

/** Makes a repository of the example agent, and the AgentBuild of it. */
async function buildObjects(interrupt: AbortSignal): Promise<KubernetesObject[]> {
  rmSync(demoPath, { recursive: true, force: true });
  const file = await makeDemoBuild(demoPath, exampleAgentPath, interrupt);
  say(`build     ${file}, of ${exampleAgentPath} as a Git repository`);
  return loadFiles([file], '.');
}

/** Makes the fleet and the batch over it, and reads back what was synthesized. */
async function demoObjects(repositories: number, interrupt: AbortSignal): Promise<KubernetesObject[]> {
  rmSync(demoPath, { recursive: true, force: true });
  say(`fleet     ${repositories} repositories in ${fleetPath}`);
  const fleet = await makeFleet(fleetPath, repositories, interrupt);
  const files = synthesizeDemo(fleet, join(demoPath, 'dist'));
  say(`batch     ${files.join(', ')}`);
  return loadFiles(files, '.');
}

async function onCluster(
  options: DemoOptions,
  objects: readonly KubernetesObject[],
  use: (cluster: LocalCluster) => Promise<Ending>,
): Promise<Ending> {
  const root = process.cwd();
  const registry = resolve(registryPath);
  await removeTree(unpackedPath);
  const cluster = await startCluster({
    kubeconfigPath: resolve(kubeconfigPath),
    commandForImage: imageCommands(options, root, { registry, unpacked: resolve(unpackedPath) }),
    ...(needsTekton(objects, options.keep) ? { tekton: tektonOptions(root, registry) } : {}),
    ...(options.maxPods === undefined ? {} : { maxPods: options.maxPods }),
  });
  try {
    return await use(cluster);
  } finally {
    await cluster.stop();
    await removeTree(unpackedPath);
  }
}

async function execute(
  { server }: LocalCluster,
  objects: readonly KubernetesObject[],
  options: DemoOptions,
  terminal: Terminal,
  interrupt: AbortSignal,
): Promise<Ending> {
  const transport = new Transport(connectionTo(server));
  await applyAll(transport, Object.values(crds), options.namespace);
  const reconcilers = await startReconcilers({ transport });
  const kinds = kindsIn(objects);
  say(noSandbox);
  say(`cluster   kubectl --kubeconfig ${kubeconfigPath} get ${kinds} -A\n`);
  try {
    const applied = await applyAll(transport, objects, options.namespace);
    const runs = await followRuns(transport, applied, createProgress(process.stdout, terminal), interrupt);
    const builds = await followBuilds(transport, applied, createBuildProgress(process.stdout, terminal), interrupt);
    const own = await followAgents(transport, applied, say, terminal, interrupt);
    const told = [...summary(runs, terminal, Date.now()), ...buildSummary(builds, terminal, registryPath)];
    say(told.join('\n'));
    if (interrupt.aborted) {
      complain('\ninterrupted: stopping everything');
      return 'Interrupted';
    }
    const up = [...builds.filter(isGood).flatMap(({ agent }) => agent ?? []), ...own.filter(isUp)];
    const more = await Promise.all([
      agentLines(transport, up),
      failedSteps(transport, builds),
      failedAgents(transport, [...own.filter((one) => !isUp(one)), ...builds.flatMap(fallenAgent)]),
      failedLogs(transport, runs),
    ]);
    // An agent that stays up is there to be asked.
    const keep = options.keep || own.some(isUp);
    const last = [...more.flat(), ...hints({ runs, builds, agents: own }, { ...placesOf(options), keep })];
    say(last.join('\n'));
    if (keep) await aborted(interrupt);
    return runs.every(succeeded) && builds.every(isGood) && own.every(isUp) ? 'Succeeded' : 'Failed';
  } finally {
    await reconcilers.stop();
    transport.close();
  }
}

function kindsIn(objects: readonly KubernetesObject[]): string {
  if (objects.some(({ kind }) => kind === 'AgentBuild')) return 'agentbuilds,agents';
  return objects.some(isAgent) ? 'agents' : 'batchruns';
}

const placesOf = ({ keep, file }: DemoOptions) => ({
  kubeconfig: kubeconfigPath,
  keep,
  ...(file.length === 0 ? { fleet: fleetPath } : {}),
});

/** The cluster's own token, straight from its process: no kubeconfig to parse. */
const connectionTo = ({ url, token, caPem }: LocalCluster['server']): Connection => ({
  server: new URL(url),
  namespace: 'default',
  credentials: async () => ({ headers: { authorization: `Bearer ${token}` }, tls: { ca: caPem } }),
});

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
