import { expect, test } from '@jest/globals';
import { LABEL_AGENT } from '../../../api/labels.js';
import type { Identified } from '../../../packages/kubernetes-conventions/object-key.js';
import { createAgentInformers } from '../../../runtime/agent/informers.js';
import { wakeUps } from '../../../runtime/agent/wake-ups.js';
import { createSharedInformers } from '../../../runtime/caches/shared-informers.js';
import { fed, noServer, wokenBy } from '../engine/fed-informers.js';
import { makeAgent } from './world.js';

/** An Agent `helper` with a Pod `helper-1` in namespace `team`. */
function cluster() {
  const all = fed({ ...createSharedInformers(noServer), ...createAgentInformers(noServer) });
  all.add('agents', makeAgent());
  all.add('agentPods', podOf('helper', 'helper-1'));
  return { ...all, sources: wakeUps(all.informers) };
}

const named = (name: string, namespace = 'team'): Identified => ({ metadata: { name, namespace } });
const podOf = (agent: string, name: string): Identified => ({
  metadata: { name, namespace: 'team', labels: { [LABEL_AGENT]: agent } },
});
const about = (kind: string, name: string, namespace = 'team'): Identified =>
  ({
    metadata: { name: 'w', namespace },
    ...{ involvedObject: { kind, name, uid: 'x' }, reason: 'Unhealthy', message: '', lastSeen: '' },
  }) as Identified;

const cases: Record<string, { news: (at: ReturnType<typeof cluster>) => void; want: string[] }> = {
  'the Agent: itself': { news: ({ add }) => add('agents', makeAgent()), want: ['team/helper'] },
  'its Deployment: the Agent': { news: ({ add }) => add('agentDeployments', named('helper')), want: ['team/helper'] },
  'its Service: the Agent': { news: ({ add }) => add('agentServices', named('helper')), want: ['team/helper'] },
  'a Deployment of no Agent: nobody': { news: ({ add }) => add('agentDeployments', named('other')), want: [] },
  'a Deployment of its name in another namespace: nobody': {
    news: ({ add }) => add('agentDeployments', named('helper', 'other')),
    want: [],
  },
  'a Pod with its label: the Agent': {
    news: ({ add }) => add('agentPods', podOf('helper', 'helper-2')),
    want: ['team/helper'],
  },
  'a Pod without a label: nobody': { news: ({ add }) => add('agentPods', named('helper')), want: [] },
  'a warning about its Pod: the Agent': {
    news: ({ add }) => add('warnings', about('Pod', 'helper-1')),
    want: ['team/helper'],
  },
  'a warning about a ReplicaSet that is called as its Pod: nobody': {
    news: ({ add }) => add('warnings', about('ReplicaSet', 'helper-1')),
    want: [],
  },
  "a warning about a Pod that is not an Agent's: nobody": {
    news: ({ add }) => add('warnings', about('Pod', 'stranger')),
    want: [],
  },
  "a warning about another namespace's Pod: nobody": {
    news: ({ add }) => add('warnings', about('Pod', 'helper-1', 'other')),
    want: [],
  },
};
test.each(Object.entries(cases))('news of %s', (_, { news, want }) => {
  const at = cluster();
  expect(wokenBy(at.sources, () => news(at))).toEqual(want);
});
