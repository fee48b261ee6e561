import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubernetesObject } from '../../../kubernetes-conventions/kubernetes-object.js';
import { type LocalCluster, startCluster } from '../../cluster.js';
import type { CommandForImage } from '../../node/container/container-command.js';
import { type PipelineRun, pipelineRuns, pipelines, type TaskRun, taskRuns } from '../../tekton/objects.js';
import { readDefinitions } from '../../tekton/read-definitions.js';
import type { TektonOptions } from '../../tekton/start-tekton.js';
import { isOver } from '../../tekton/succeeded-condition.js';
import { when } from '../node/harness.js';

export const namespace = 'default';
const definitions = readDefinitions('imports/crds/tekton.dev');

export interface TektonCluster extends LocalCluster {
  readonly folder: string;
}

export async function startTektonCluster(
  options: Pick<TektonOptions, 'standIns'> = {},
  commandForImage: CommandForImage = () => undefined,
): Promise<TektonCluster> {
  const folder = mkdtempSync(join(tmpdir(), 'test-tekton-'));
  const cluster = await startCluster({
    kubeconfigPath: join(folder, 'kubeconfig'),
    maxPods: 20,
    commandForImage,
    tekton: { definitions, ...options },
  });
  const stop = async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...cluster, folder, stop };
}

const apiVersion = 'tekton.dev/v1';

export function createPipeline({ server }: LocalCluster, name: string, spec: object): void {
  server.api.create(pipelines, {
    apiVersion,
    kind: 'Pipeline',
    metadata: { name, namespace },
    spec,
  } as KubernetesObject);
}

export function createRun({ server }: LocalCluster, name: string, spec: object, more: object = {}): void {
  const metadata = { name, namespace, labels: { team: 'a' }, ...more };
  server.api.create(pipelineRuns, { apiVersion, kind: 'PipelineRun', metadata, spec } as KubernetesObject);
}

export const whenRunOver = ({ server }: LocalCluster, name: string): Promise<PipelineRun> =>
  when<PipelineRun>(server.api, pipelineRuns, name, ({ status }) => isOver(status));

export const taskRunsOf = ({ server }: LocalCluster, name: string): readonly TaskRun[] =>
  server.api.list(taskRuns, { namespace, labelSelector: `tekton.dev/pipelineRun=${name}` }) as readonly TaskRun[];

/** Reason and message of the one condition. */
export const conditionText = ({ status }: PipelineRun | TaskRun) => {
  const [condition] = status?.conditions ?? [];
  return `${condition?.status} ${condition?.reason}: ${condition?.message}`;
};
