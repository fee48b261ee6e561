import { describe, expect, test } from '@jest/globals';
import type { BuildRecord } from '../../../../api/generated/kinds.js';
import type { ObservedPipelineRun, ObservedTektonTaskRun } from '../../../../runtime/agent-build/observed.js';
import { lastImage } from '../../../../runtime/agent-build/policies/deployment.js';
import { leftOvers, taskRunsOf } from '../../../../runtime/agent-build/tekton/task-runs.js';

const run: ObservedPipelineRun = {
  apiVersion: 'tekton.dev/v1',
  kind: 'PipelineRun',
  metadata: { name: 'hello-1', namespace: 'team', uid: 'run' },
  spec: { params: [] },
};
const taskRun = (name: string, created: string, startTime?: string, owner = 'run'): ObservedTektonTaskRun => ({
  apiVersion: 'tekton.dev/v1',
  kind: 'TaskRun',
  metadata: {
    name,
    namespace: 'team',
    creationTimestamp: `2030-01-01T00:00:${created}Z`,
    ownerReferences: [
      { apiVersion: 'tekton.dev/v1', kind: 'PipelineRun', name: `${owner}-name`, uid: owner, controller: true },
    ],
  },
  pipelineTask: name,
  ...(startTime && { status: { steps: [], startTime: `2030-01-01T00:00:${startTime}Z` } }),
});
const namesOf = (taskRuns: readonly ObservedTektonTaskRun[]) => taskRuns.map(({ metadata }) => metadata.name);

describe('the TaskRuns of a PipelineRun, in the order of their start', () => {
  const cases: Record<string, { taskRuns: ObservedTektonTaskRun[]; want: string[] }> = {
    'all have started: by when': {
      taskRuns: [taskRun('push', '01', '30'), taskRun('clone', '03', '10'), taskRun('build', '02', '20')],
      want: ['clone', 'build', 'push'],
    },
    'they come in order: stays so': {
      taskRuns: [taskRun('clone', '03', '10'), taskRun('build', '02', '20'), taskRun('push', '01', '30')],
      want: ['clone', 'build', 'push'],
    },
    'one has not started: by when it was created': {
      taskRuns: [taskRun('push', '15'), taskRun('build', '11', '20'), taskRun('clone', '10', '10')],
      want: ['clone', 'push', 'build'],
    },
    'two started together: as they came': {
      taskRuns: [taskRun('lint', '02', '10'), taskRun('clone', '01', '10')],
      want: ['lint', 'clone'],
    },
    "another run's: not among them": {
      taskRuns: [taskRun('clone', '01', '10', 'other'), taskRun('build', '02', '20')],
      want: ['build'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { taskRuns, want }) => {
    expect(namesOf(taskRunsOf(run, taskRuns))).toEqual(want);
  });
});

test('left over of an object of the same name are those whose owner had its name', () => {
  const taskRuns = [taskRun('old', '01', '10', 'gone'), taskRun('new', '02', '20')];
  expect(namesOf(leftOvers('gone-name', taskRuns))).toEqual(['old']);
});

describe('the image that was built last', () => {
  const record = (phase: BuildRecord['phase'], image?: string) => ({ phase, ...(image && { image }) }) as BuildRecord;
  const cases: Record<string, { builds: BuildRecord[]; want: string | undefined }> = {
    'of the present spec': { builds: [record('Succeeded', 'new'), record('Succeeded', 'old')], want: 'new' },
    'the present one is being built: of the one before': {
      builds: [record('Running', 'half'), record('Succeeded', 'old')],
      want: 'old',
    },
    'the present one does not say what it built: of the one before': {
      builds: [record('Succeeded'), record('Succeeded', 'old')],
      want: 'old',
    },
    'none has succeeded: none': { builds: [record('Failed', 'bad')], want: undefined },
  };
  test.each(Object.entries(cases))('%s', (_, { builds, want }) => expect(lastImage(builds)?.image).toBe(want));
});
