import { describe, expect, test } from '@jest/globals';
import { crds } from '../../../api/generated/crds.js';
import { examineAccess, permissions } from '../../../cli/doctor/examine-access.js';
import { examineController, type SeenRun } from '../../../cli/doctor/examine-controller.js';
import { examineCrds } from '../../../cli/doctor/examine-crds.js';
import { examineServer } from '../../../cli/doctor/examine-server.js';
import { examineTekton } from '../../../cli/doctor/examine-tekton.js';
import { ownCrds } from '../../../cli/doctor/own-crds.js';
import { ago, now } from '../sample.js';

const server = new URL('https://10.0.0.1:6443');

describe('examineServer', () => {
  const cases: Record<string, { version: string; want: string }> = {
    'new enough': { version: 'v1.28.0', want: 'good' },
    'a cloud with its own suffix': { version: 'v1.31.2-eks-1234', want: 'good' },
    'too old': { version: 'v1.27.9', want: 'bad' },
  };
  test.each(Object.entries(cases))('%s', (_, { version, want }) => {
    expect(examineServer(server, version).state).toBe(want);
  });
});

describe('examineCrds', () => {
  const wanted = ownCrds();
  const plurals = wanted.map(({ spec }) => spec.names.plural);
  const installed = new Map(wanted.map((crd) => [crd.metadata.name, crd]));
  const { BatchRun, Batch } = crds;
  const older = new Map(installed).set(BatchRun.metadata.name, { ...BatchRun, spec: Batch.spec });
  const cases: Record<string, { served: string[]; installed?: typeof installed; want: [string, string] }> = {
    'all installed': { served: plurals, installed, want: ['good', plurals.join(', ')] },
    'none installed': { served: [], installed: new Map(), want: ['bad', 'not installed'] },
    'one missing': {
      served: plurals.filter((plural) => plural !== 'tasks'),
      installed,
      want: ['bad', 'tasks missing'],
    },
    'another version': {
      served: plurals,
      installed: older,
      want: ['unknown', 'batchruns of another version of kubetask'],
    },
    'no right to read': {
      served: plurals,
      want: ['good', `${plurals.join(', ')} (you are not allowed to read their version)`],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { served, installed: found, want }) => {
    const { state, detail } = examineCrds(wanted, served, found);
    expect([state, detail]).toEqual(want);
  });
});

describe('examineController', () => {
  const makeRun = (run: Partial<SeenRun> = {}): SeenRun => ({
    kind: 'TaskRun',
    place: 'taskrun/x in team',
    created: ago(300),
    generation: 1,
    observedGeneration: 1,
    ...run,
  });
  const cases: Record<string, { runs: SeenRun[] | undefined; want: string }> = {
    'no right to read': { runs: undefined, want: 'unknown' },
    'no run': { runs: [], want: 'unknown' },
    'all observed': { runs: [makeRun()], want: 'good' },
    'a run that was never observed': { runs: [makeRun(), makeRun({ observedGeneration: -1 })], want: 'bad' },
    'a change that was not observed': { runs: [makeRun({ generation: 2 })], want: 'bad' },
    'a new run that is not observed yet: good': {
      runs: [makeRun({ created: ago(5), observedGeneration: -1 })],
      want: 'good',
    },
  };
  test.each(Object.entries(cases))('%s', (_, { runs, want }) => {
    expect(examineController(runs, now).state).toBe(want);
  });
});

describe('examineAccess', () => {
  test('all allowed', () => expect(examineAccess([], 'team').state).toBe('good'));
  test('a subresource: the exact kubectl auth can-i line', () => {
    const refused = permissions.filter(({ subresource }) => subresource === 'log');
    expect(examineAccess(refused, 'team').fix).toContain(
      'kubectl auth can-i get pods --subresource=log -n team  (logs)',
    );
  });
});

describe('examineTekton', () => {
  const cases: Record<string, { groups: string[]; builds: number; want: [string, string] }> = {
    'not installed, and no AgentBuild': {
      groups: [],
      builds: 0,
      want: ['good', 'not installed; only AgentBuild needs it'],
    },
    'not installed, and two AgentBuilds': {
      groups: [],
      builds: 2,
      want: ['bad', 'not installed, and 2 AgentBuilds cannot start without it'],
    },
    installed: { groups: ['tekton.dev'], builds: 2, want: ['good', expect.stringMatching(/^installed/) as never] },
  };
  test.each(Object.entries(cases))('%s', (_, { groups, builds, want }) => {
    const { state, detail } = examineTekton(groups, builds);
    expect([state, detail]).toEqual(want);
  });
});

test('ownCrds: agents and builds only where the cluster has their group', () => {
  const counts = [[], ['kubetask.io'], ['kubetask.io', 'beeai.dev']].map((groups) => ownCrds(groups).length);
  expect(counts).toEqual([5, 5, 7]);
});
