import { expect, test } from '@jest/globals';
import type { AgentBuildStatus, Phase } from '../../../../api/generated/kinds.js';
import { buildEvents } from '../../../../runtime/agent-build/build/build-events.js';

const record = (phase: Phase, reason = 'Running', hash = 'a') =>
  ({ hash, phase, reason, message: 'why', pipelineRunName: `hello-${hash}` }) as never;
const deployed = (status: 'True' | 'False', reason: string, message = 'why'): AgentBuildStatus => ({
  conditions: [
    { type: 'Ready', status: 'False', reason: 'Running', message: 'continuing', lastTransitionTime: '' },
    { type: 'Deployed', status, reason, message, lastTransitionTime: '' },
  ],
});
const ready = (reason: string, phase: Phase = 'Pending'): AgentBuildStatus => ({
  phase,
  conditions: [{ type: 'Ready', status: 'False', reason, message: 'why', lastTransitionTime: '' }],
});

const cases: Record<string, { before?: AgentBuildStatus; after: AgentBuildStatus; want: string[] }> = {
  'a build that had failed is built once more: it began': {
    before: { builds: [record('Failed', 'BuildFailed')] },
    after: { builds: [record('Running')] },
    want: ['Normal BuildStarted: started PipelineRun hello-a'],
  },
  'a build continues: nothing': {
    before: { builds: [record('Pending')] },
    after: { builds: [record('Running')] },
    want: [],
  },
  'a build that is found superseded: it did not begin': {
    after: { builds: [record('Running', 'Superseded')] },
    want: [],
  },
  'no builds are known any more: nothing': { before: { builds: [record('Succeeded')] }, after: {}, want: [] },
  'deployed: reported': {
    after: deployed('True', 'AgentUpdated'),
    want: ['Normal AgentUpdated: why'],
  },
  'not deployed: a warning': { after: deployed('False', 'AgentConflict'), want: ['Warning AgentConflict: why'] },
  'deployed as before: nothing': {
    before: deployed('True', 'AgentUpdated'),
    after: deployed('True', 'AgentUpdated'),
    want: [],
  },
  'another image is deployed: reported again': {
    before: deployed('True', 'AgentUpdated', 'the first'),
    after: deployed('True', 'AgentUpdated', 'the second'),
    want: ['Normal AgentUpdated: the second'],
  },
  'it waits for the image, then for the Agent: nothing': {
    before: deployed('False', 'AwaitingImage'),
    after: deployed('False', 'AgentPending'),
    want: [],
  },
  'the spec cannot be planned: a warning': { after: ready('InvalidSpec'), want: ['Warning InvalidSpec: why'] },
  'the spec still cannot be planned: nothing': { before: ready('InvalidSpec'), after: ready('InvalidSpec'), want: [] },
  'it is being cancelled: no warning': {
    before: ready('Running', 'Running'),
    after: ready('Cancelling', 'Running'),
    want: [],
  },
};
test.each(Object.entries(cases))('%s', (_, { before, after, want }) => {
  expect(buildEvents(before, after).map(({ type, reason, message }) => `${type} ${reason}: ${message}`)).toEqual(want);
});
