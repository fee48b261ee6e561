import { describe, expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import {
  asked,
  delivered,
  digest,
  makeBuild,
  makeTaskRun,
  makeWorld,
  now,
  orphan,
  pass,
  planOf,
  pushed,
  reported,
  runNameOf,
  running,
  settled,
  taskRunStatus,
  type World,
  withoutRun,
  withRun,
  withSpec,
} from './world.js';

/** The PipelineRun has been created, and Tekton has not looked at it. */
const started = settled(makeWorld());
const name = runNameOf(started);
const finished = settled(withRun(started, pushed(digest('a'))));

describe('what is asked for', () => {
  test('a new AgentBuild: ServiceAccount and Pipeline, then the PipelineRun when both are in force', () => {
    expect(asked(makeWorld())).toEqual([
      'apply ServiceAccount hello',
      'apply Pipeline hello',
      `create PipelineRun ${name}`,
    ]);
    expect(name).toMatch(/^hello-[0-9a-f]{10}$/);
  });

  test('the same again: nothing', () => expect(asked(started)).toEqual([]));

  const drifted = (kind: string, change: (child: KubernetesObject) => KubernetesObject): World => ({
    ...finished,
    children: finished.children.map((child) => (child.kind === kind ? change(child) : child)) as World['children'],
  });
  const spec = { description: 'mine', params: [], workspaces: [], tasks: [], results: [] };

  const cases: Record<string, { world: World; want: string[] }> = {
    'a Pipeline that somebody changed: applied, and nothing is built again': {
      world: drifted('Pipeline', (child) => ({ ...child, spec }) as KubernetesObject),
      want: ['apply Pipeline hello'],
    },
    'a label that somebody added: left': {
      world: drifted('ServiceAccount', ({ metadata, ...child }) => ({
        ...child,
        metadata: { ...metadata, labels: { ...metadata.labels, mine: 'yes' } },
      })),
      want: [],
    },
    'a ServiceAccount that was deleted: applied': {
      world: { ...finished, children: finished.children.filter(({ kind }) => kind !== 'ServiceAccount') },
      want: ['apply ServiceAccount hello'],
    },
    'a PipelineRun that was pruned: nothing': { world: withoutRun(finished), want: [] },
    'a PipelineRun that was deleted while it ran: nothing': {
      world: withoutRun(settled(withRun(started, running))),
      want: [],
    },
    'deploy alone: no build': { world: withSpec(finished, { deploy: true }), want: ['apply Agent hello'] },
    'the same spec in a new generation: nothing': {
      world: { ...finished, build: { ...finished.build, metadata: { ...finished.build.metadata, generation: 2 } } },
      want: [],
    },
    'without Tekton: the ServiceAccount alone': {
      world: makeWorld({ absentKinds: ['pipelines.tekton.dev'] }),
      want: ['apply ServiceAccount hello'],
    },
    'an AgentBuild that cannot be planned: nothing': {
      world: makeWorld({ build: makeBuild({ imageTag: 'not a tag' }) }),
      want: [],
    },
    "somebody else's Pipeline: not touched, and nothing is built": {
      world: makeWorld({ children: [orphan(planOf(makeBuild()).pipeline as never)] }),
      want: ['apply ServiceAccount hello'],
    },
    'a Pipeline that Argo CD applies as well: left as it is': { world: delivered(finished), want: [] },
    'TaskRuns of an object of the same name are left: the PipelineRun waits for their end': {
      world: {
        ...makeWorld(),
        taskRuns: [makeTaskRun(started, 'pull', taskRunStatus(['False', 'TaskRunCancelled']))],
      },
      want: ['apply ServiceAccount hello', 'apply Pipeline hello'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { world, want }) => expect(asked(world)).toEqual(want));

  test('a PipelineRun that is not in the cache: the API server is asked before it is taken for gone', () => {
    const { verifyGone } = pass(withoutRun(settled(withRun(started, running)))).outcome;
    expect(verifyGone).toEqual([{ apiVersion: 'tekton.dev/v1', kind: 'PipelineRun', metadata: { name } }]);
  });
});

test('a second pass changes nothing, also later', () => {
  const deployed = settled(withSpec(finished, { deploy: true }));
  const { changes, outcome } = pass(deployed, now + 3600_000);
  expect(reported(changes)).toEqual([]);
  expect(outcome.status).toEqual(deployed.build.status);
});
