import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AgentBuildSpec } from '../../../api/generated/kinds.js';
import { NOTICE } from '../../../packages/embedded-cluster/index.js';
import { type GitRepository, gitRepository } from '../../../packages/embedded-cluster/test/tekton/git-repository.js';
import { standInsFor } from '../../../packages/embedded-cluster/test/tekton/stand-in-program.js';
import {
  conditionText,
  createPipeline,
  createRun,
  namespace,
  startTektonCluster,
  type TektonCluster,
  taskRunsOf,
  whenRunOver,
} from '../../../packages/embedded-cluster/test/tekton/tekton-cluster.js';
import { findImage } from '../../../packages/embedded-cluster/testing.js';
import { planAgentBuild } from '../../../plan/agent-build/plan.js';
import { readContainerLog } from './container-log.js';

const folder = mkdtempSync(join(tmpdir(), 'test-builds-'));
const registry = join(folder, 'registry');
let cluster: TektonCluster;
let repository: GitRepository;
beforeAll(async () => {
  const dockerfile = 'FROM node:22\nWORKDIR /app\nCOPY . .\nCMD ["node", "agent.mjs"]\n';
  repository = gitRepository(join(folder, 'repository'), {
    'agents/hello/Dockerfile': dockerfile,
    'agents/hello/agent.mjs': 'console.log("hello")\n',
  });
  cluster = await startTektonCluster({ standIns: await standInsFor(registry) });
});
afterAll(async () => {
  await cluster.stop();
  rmSync(folder, { recursive: true });
});

const makeSpec = (rest: Partial<AgentBuildSpec> = {}): AgentBuildSpec => ({
  repoUrl: repository.url,
  sourceSubfolder: 'agents/hello',
  imageRegistry: 'localhost:5000/team',
  image: 'hello',
  imageTag: 'v1',
  ...rest,
});

/** What the planner makes of it, run. */
async function build(name: string, spec: AgentBuildSpec) {
  const { pipeline, pipelineRun } = planAgentBuild({ name, namespace, spec });
  createPipeline(cluster, name, pipeline.spec);
  createRun(cluster, pipelineRun.metadata.name, pipelineRun.spec);
  return whenRunOver(cluster, pipelineRun.metadata.name);
}

const layouts: Record<
  string,
  { layout: NonNullable<AgentBuildSpec['layout']>; containers: [pod: string, container: string][] }
> = {
  'three tasks': {
    layout: 'pipeline',
    containers: [
      ['pull', 'step-pull'],
      ['build', 'step-build'],
      ['push', 'step-push'],
    ],
  },
  'a single Pod': {
    layout: 'single-pod',
    containers: ['step-pull', 'step-build', 'step-push'].map((step) => ['build-and-push', step]),
  },
};

describe('the plan of an AgentBuild, run by the embedded cluster', () => {
  test.each(Object.entries(layouts))(
    '%s: commit and digest are true, and a notice says what it is',
    async (_, { layout, containers }) => {
      const name = `as-${layout}`;
      const run = await build(
        name,
        makeSpec({ layout, image: name, insecureRegistry: true, buildArgs: [{ name: 'A', value: "it's" }] }),
      );
      const count = layout === 'pipeline' ? 3 : 1;
      expect(conditionText(run)).toBe(
        `True Succeeded: Tasks Completed: ${count} (Failed: 0, Cancelled 0), Skipped: 0; ${NOTICE}`,
      );
      const image = `localhost:5000/team/${name}:v1`;
      expect(Object.fromEntries(run.status?.results?.map((result) => [result.name, result.value]) ?? [])).toEqual({
        'CHAINS-GIT_URL': repository.url,
        'CHAINS-GIT_COMMIT': repository.commit,
        IMAGE_URL: image,
        IMAGE_DIGEST: findImage(registry, image)?.digest,
      });
      const logs = await Promise.all(
        containers.map(([task, container]) => readContainerLog(cluster, `${run.metadata.name}-${task}-pod`, container)),
      );
      expect(logs).toEqual([
        expect.stringContaining(`pulled ${repository.commit}: all`),
        expect.stringContaining(NOTICE),
        expect.stringContaining(`${NOTICE}; and no registry was reached`),
      ]);
    },
  );

  test('no Dockerfile: pull says so in its result, and nothing is pushed', async () => {
    const run = await build('no-dockerfile', makeSpec({ image: 'none', dockerfile: 'Containerfile' }));
    expect(conditionText(run)).toBe(`False Failed: Tasks Completed: 1 (Failed: 1, Cancelled 0), Skipped: 2; ${NOTICE}`);
    const [pull] = taskRunsOf(cluster, run.metadata.name);
    const why = expect.stringMatching(/^there is no agents\/hello\/Containerfile in file:/);
    expect(pull?.status?.results).toEqual([{ name: 'error', type: 'string', value: why }]);
    expect(findImage(registry, 'localhost:5000/team/none:v1')).toBeUndefined();
  });

  test('no such revision: pull says so in its result, after its one retry', async () => {
    const run = await build('no-revision', makeSpec({ revision: 'nowhere' }));
    expect(conditionText(run)).toBe(`False Failed: Tasks Completed: 1 (Failed: 1, Cancelled 0), Skipped: 2; ${NOTICE}`);
    const [pull] = taskRunsOf(cluster, run.metadata.name);
    expect(pull?.status).toMatchObject({
      retriesStatus: [{}],
      results: [{ name: 'error', value: expect.stringMatching(/^cannot pull .* at nowhere: /) }],
    });
  });
});
