import { expect, test } from '@jest/globals';
import { LABEL_AGENT_BUILD } from '../../../api/labels.js';
import type { Identified } from '../../../packages/kubernetes-conventions/object-key.js';
import { createAgentInformers } from '../../../runtime/agent/informers.js';
import { createAgentBuildInformers } from '../../../runtime/agent-build/informers.js';
import { wakeUps } from '../../../runtime/agent-build/wake-ups.js';
import { createSharedInformers } from '../../../runtime/caches/shared-informers.js';
import { fed, noServer, wokenBy } from '../engine/fed-informers.js';
import { makeBuild } from './world.js';

/** An AgentBuild `hello`, one `other` that deploys the Agent `shared`, and a Pod `step-1` of the first. */
function cluster() {
  const { agents } = createAgentInformers(noServer);
  const all = fed({ ...createSharedInformers(noServer), ...createAgentBuildInformers(noServer), agents });
  all.add('agentBuilds', makeBuild());
  all.add('agentBuilds', makeBuild({ agent: { name: 'shared' } }, undefined, { name: 'other' }));
  all.add('buildPods', labelled('hello', 'step-1'));
  return { ...all, sources: wakeUps(all.informers) };
}

const named = (name: string, namespace = 'team'): Identified => ({ metadata: { name, namespace } });
const labelled = (build: string, name: string, namespace = 'team'): Identified => ({
  metadata: { name, namespace, labels: { [LABEL_AGENT_BUILD]: build } },
});
const about = (kind: string, name: string, namespace = 'team'): Identified =>
  ({
    metadata: { name: 'w', namespace },
    ...{ involvedObject: { kind, name, uid: 'x' }, reason: 'Failed', message: '', lastSeen: '' },
  }) as Identified;

type Cluster = ReturnType<typeof cluster>;
const cases: Record<string, { observations: (at: Cluster) => void; want: string[] }> = {
  'the AgentBuild: itself': { observations: ({ add }) => add('agentBuilds', makeBuild()), want: ['team/hello'] },
  'an Agent: the AgentBuild of its name': {
    observations: ({ add }) => add('agents', named('hello')),
    want: ['team/hello'],
  },
  'an Agent: the AgentBuild that names it': {
    observations: ({ add }) => add('agents', named('shared')),
    want: ['team/other'],
  },
  'an Agent that has the name of an AgentBuild which deploys another: nobody': {
    observations: ({ add }) => add('agents', named('other')),
    want: [],
  },
  'a Pod without a label: nobody': { observations: ({ add }) => add('buildPods', named('hello')), want: [] },
  'a Pod with the label in another namespace: nobody': {
    observations: ({ add }) => add('buildPods', labelled('hello', 'step-2', 'elsewhere')),
    want: [],
  },
  'a warning about its Pod: the AgentBuild': {
    observations: ({ add }) => add('warnings', about('Pod', 'step-1')),
    want: ['team/hello'],
  },
  'a warning about a TaskRun that is called as its Pod: nobody': {
    observations: ({ add }) => add('warnings', about('TaskRun', 'step-1')),
    want: [],
  },
  "a warning about a Pod that is no AgentBuild's: nobody": {
    observations: ({ add }) => add('warnings', about('Pod', 'stranger')),
    want: [],
  },
  "a warning about another namespace's Pod: nobody": {
    observations: ({ add }) => add('warnings', about('Pod', 'step-1', 'elsewhere')),
    want: [],
  },
};
test.each(Object.entries(cases))('news of %s', (_, { observations, want }) => {
  const at = cluster();
  expect(wokenBy(at.sources, () => observations(at))).toEqual(want);
});

test.each(['buildAccounts', 'pipelines', 'pipelineRuns', 'tektonTaskRuns', 'buildPods'] as const)(
  '%s with its label: the AgentBuild',
  (kind) => {
    const at = cluster();
    expect(wokenBy(at.sources, () => at.add(kind, labelled('hello', 'any')))).toEqual(['team/hello']);
  },
);

test.each(['pipelines', 'pipelineRuns', 'tektonTaskRuns'] as const)('Tekton comes or goes, as %s tell: all', (kind) => {
  const at = cluster();
  expect(wokenBy(at.sources, () => at.serve(kind))).toEqual(['team/hello', 'team/other']);
});
