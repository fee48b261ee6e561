import { describe, expect, test } from '@jest/globals';
import type { PipelineSpec } from '../../tekton/objects.js';
import { pipelineRunProblem } from '../../tekton/pipeline-run/problem.js';

const task = { name: 't', taskSpec: { steps: [{ image: 'any', script: 'true' }] } };
const withTask = (rest: object): PipelineSpec => ({ tasks: [{ ...task, ...rest }] });
const withStep = (rest: object): PipelineSpec =>
  withTask({ taskSpec: { steps: [{ ...task.taskSpec.steps[0], ...rest }] } });
const refused = (...paths: string[]) =>
  `PipelineValidationFailed: the embedded cluster runs only a part of Tekton, which has no ${paths.join(', no ')}; install Tekton for more`;

const cases: Record<string, { run?: object; pipeline?: object; want: string }> = {
  'all that a build needs: nothing': {
    run: {
      params: [{ name: 'p', value: 'v' }],
      workspaces: [{ name: 'w', emptyDir: {} }],
      timeouts: { pipeline: '1h' },
      taskRunTemplate: { serviceAccountName: 'a', podTemplate: { securityContext: { fsGroup: 1 } } },
    },
    pipeline: {
      description: 'd',
      params: [{ name: 'p', type: 'string' }],
      workspaces: [{ name: 'w' }],
      ...withTask({ runAfter: [], retries: 2, timeout: '5m', when: [] }),
      finally: [],
    },
    want: '',
  },
  'finally: refused': { pipeline: { ...withTask({}), finally: [task] }, want: refused('Pipeline.spec.finally') },
  'when and matrix: both are named': {
    pipeline: withTask({ when: [{ cel: 'true' }], matrix: { params: [] } }),
    want: refused('Pipeline.spec.tasks[0].when', 'Pipeline.spec.tasks[0].matrix'),
  },
  'sidecars: refused': {
    pipeline: withTask({ taskSpec: { ...task.taskSpec, sidecars: [{ name: 's', image: 'i' }] } }),
    want: refused('Pipeline.spec.tasks[0].taskSpec.sidecars'),
  },
  'a StepAction: refused': {
    pipeline: withStep({ ref: { name: 'git-clone' } }),
    want: refused('Pipeline.spec.tasks[0].taskSpec.steps[0].ref'),
  },
  'a script in Python: refused': {
    pipeline: withStep({ name: 'py', script: '#!/usr/bin/env python3\nprint(1)' }),
    want: refused('Pipeline.spec.tasks[0].taskSpec.steps[0].script of py: #!/usr/bin/env python3'),
  },
  'a script for the shell of busybox, with options: runs': {
    pipeline: withStep({ script: '#!/busybox/sh -eu\ntrue' }),
    want: '',
  },
  'a step that may fail: refused': {
    pipeline: withStep({ onError: 'continue' }),
    want: refused('Pipeline.spec.tasks[0].taskSpec.steps[0].onError: continue'),
  },
  'an object as a param: refused': {
    pipeline: { ...withTask({}), params: [{ name: 'o', type: 'object' }] },
    want: refused('Pipeline.spec.params[0].type: object'),
  },
  'a resolver: refused, before the Pipeline is looked for': {
    run: { pipelineRef: { resolver: 'git', params: [{ name: 'url', value: 'u' }] } },
    want: refused('spec.pipelineRef.resolver', 'spec.pipelineRef.params'),
  },
  'a custom task: refused': {
    pipeline: withTask({ taskSpec: undefined, taskRef: { apiVersion: 'example.org/v1', kind: 'Wait', name: 'w' } }),
    want: refused('Pipeline.spec.tasks[0].taskRef.kind: Wait'),
  },
  'a projected volume as a workspace: refused': {
    run: { pipelineRef: { name: 'p' }, workspaces: [{ name: 'w', projected: { sources: [] } }] },
    pipeline: withTask({}),
    want: refused('spec.workspaces[0].projected'),
  },
  'a graceful stop: refused': {
    run: { pipelineRef: { name: 'p' }, status: 'StoppedRunFinally' },
    pipeline: withTask({}),
    want: refused('spec.status: StoppedRunFinally'),
  },
  'the outcome of a task as a param: refused': {
    pipeline: withTask({ params: [{ name: 'p', value: '$(tasks.t.status)' }] }),
    want: refused('$(tasks.t.status) here'),
  },
  'a param that the Pipeline does not declare: refused': {
    pipeline: withTask({ params: [{ name: 'p', value: '$(params.typo[0])' }] }),
    want: refused('$(params.typo[0]) here'),
  },
  'no such Pipeline: as Tekton says it': {
    want: 'CouldntGetPipeline: PipelineRun ns/r: there is no Pipeline p in its namespace',
  },
  'a param without a value: as Tekton says it': {
    pipeline: { ...withTask({}), params: [{ name: 'a' }, { name: 'b', default: '' }] },
    want: 'ParameterMissing: PipelineRun ns/r: no value for param a',
  },
  'a workspace that is not bound: as Tekton says it': {
    pipeline: { ...withTask({}), workspaces: [{ name: 'a' }, { name: 'b', optional: true }] },
    want: 'InvalidWorkspaceBindings: PipelineRun ns/r: workspace a is not bound',
  },
  'tasks in a circle: never started': {
    pipeline: {
      tasks: [
        { ...task, name: 'a', runAfter: ['b'] },
        { ...task, name: 'b', runAfter: ['a'] },
        { ...task, name: 'c' },
      ],
    },
    want: 'PipelineInvalidGraph: PipelineRun ns/r: tasks a, b wait for one another',
  },
  'a result of a task that does not exist: never started': {
    pipeline: withTask({ params: [{ name: 'p', value: '$(tasks.other.results.r)' }] }),
    want: 'PipelineInvalidGraph: PipelineRun ns/r: task t waits for other, and there is no such task',
  },
};

describe('pipelineRunProblem', () => {
  test.each(Object.entries(cases))('%s', (_, { run = { pipelineRef: { name: 'p' } }, pipeline, want }) => {
    const object = {
      apiVersion: 'tekton.dev/v1',
      kind: 'PipelineRun',
      metadata: { name: 'r', namespace: 'ns' },
      spec: run,
    };
    const problem = pipelineRunProblem(object, pipeline as PipelineSpec | undefined);
    expect(problem ? `${problem.reason}: ${problem.message}` : '').toBe(want);
  });
});
