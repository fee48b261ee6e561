import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Agent, AgentBuild } from '../../../api/generated/kinds.js';
import { buildLine, buildRows } from '../../../cli/local/follow/build-rows.js';
import {
  type BuildTask,
  type FollowedBuild,
  fallenAgent,
  isGood,
  isSettled,
} from '../../../cli/local/follow/followed-build.js';
import { loadFiles } from '../../../cli/local/input/load-files.js';
import { buildSummary } from '../../../cli/local/report/build-summary.js';
import type { Terminal } from '../../../cli/output/terminal.js';
import type { Condition } from '../../../packages/kubernetes-conventions/kubernetes-object.js';

const terminal: Terminal = { columns: 100, rows: 24, isTty: true, paint: (_, text) => text };
const digest = `sha256:${'ab'.repeat(32)}`;
const commit = '0123456789abcdef';
const spec = { repoUrl: 'file:///r.git', imageRegistry: 'localhost:5000', image: 'hello', imageTag: 'v1' };

const condition = (type: string, status: Condition['status'], reason: string, message = ''): Condition => ({
  type,
  status,
  reason,
  message,
  lastTransitionTime: '2026-01-01T00:00:00Z',
});

const makeBuild = (status: AgentBuild['status'], deploy = false, generation = 1): AgentBuild => ({
  apiVersion: 'beeai.dev/v1',
  kind: 'AgentBuild',
  metadata: { name: 'hello', namespace: 'default', generation },
  spec: { ...spec, deploy },
  ...(status ? { status } : {}),
});

const makeAgent = (...conditions: Condition[]): Agent => ({
  apiVersion: 'beeai.dev/v1',
  kind: 'Agent',
  metadata: { name: 'hello', namespace: 'default', generation: 1 },
  spec: { image: 'i' },
  status: { observedGeneration: 1, conditions },
});

const built: AgentBuild['status'] = {
  observedGeneration: 1,
  phase: 'Succeeded',
  image: `localhost:5000/hello@${digest}`,
  commit,
  startTime: '2026-01-01T00:00:00Z',
  completionTime: '2026-01-01T00:00:03Z',
};
const ready = makeAgent(condition('Ready', 'True', 'Available', '1 of 1 Pods ready'));
const crashing = makeAgent(condition('Ready', 'False', 'CrashLoopBackOff', 'node cannot be found'));

interface Case {
  readonly build: AgentBuild;
  readonly agent?: Agent;
  readonly want: { readonly isSettled: boolean; readonly isGood: boolean };
}

const cases: Record<string, Case> = {
  'not observed yet: not settled': { build: makeBuild(undefined), want: { isSettled: false, isGood: false } },
  'running: not settled': {
    build: makeBuild({ observedGeneration: 1, phase: 'Running' }),
    want: { isSettled: false, isGood: false },
  },
  'built: settled': { build: makeBuild(built), want: { isSettled: true, isGood: true } },
  'built before the spec changed: not settled': {
    build: makeBuild(built, false, 2),
    want: { isSettled: false, isGood: true },
  },
  'failed: settled': {
    build: makeBuild({ observedGeneration: 1, phase: 'Failed' }, true),
    want: { isSettled: true, isGood: false },
  },
  'built, the Agent does not exist yet: not settled': {
    build: makeBuild(built, true),
    want: { isSettled: false, isGood: false },
  },
  'built, and the Agent is ready: settled': {
    build: makeBuild(built, true),
    agent: ready,
    want: { isSettled: true, isGood: true },
  },
  'built, and the Agent crashes: settled': {
    build: makeBuild(built, true),
    agent: crashing,
    want: { isSettled: true, isGood: false },
  },
  'built, and another owner controls the Agent: settled': {
    build: makeBuild({ ...built, conditions: [condition('Deployed', 'False', 'AgentConflict')] }, true),
    want: { isSettled: true, isGood: false },
  },
};

describe('isSettled and isGood', () => {
  test.each(Object.entries(cases))('%s', (_, { build, agent, want }) => {
    const followed: FollowedBuild = { build, tasks: [], ...(agent ? { agent } : {}) };
    expect({ isSettled: isSettled(followed), isGood: isGood(followed) }).toEqual(want);
  });
});

test('fallenAgent: an Agent that is not ready although its image was built', () => {
  const followed = { build: makeBuild(built, true), tasks: [] };
  expect(fallenAgent({ ...followed, agent: crashing })).toEqual([crashing]);
  expect(fallenAgent({ ...followed, agent: ready })).toEqual([]);
  const failed = makeBuild({ observedGeneration: 1, phase: 'Failed' }, true);
  expect(fallenAgent({ ...followed, build: failed, agent: crashing })).toEqual([]);
});

test('buildRows: one per step, and one for the Agent', () => {
  const task = (steps: NonNullable<BuildTask['status']>['steps']): BuildTask => ({
    apiVersion: 'tekton.dev/v1',
    kind: 'TaskRun',
    metadata: { name: 't' },
    status: { steps: steps ?? [] },
  });
  const [startedAt, finishedAt] = ['2026-01-01T00:00:00Z', '2026-01-01T00:00:02Z'];
  const tasks = [
    task([{ name: 'pull', container: 'step-pull', terminated: { exitCode: 0, startedAt, finishedAt } }]),
    task([
      { name: 'build', container: 'step-build', terminated: { exitCode: 3, startedAt, finishedAt } },
      { name: 'push', container: 'step-push', running: { startedAt } },
    ]),
    task([{ name: 'later', container: 'step-later' }]),
    task([{ name: 'skipped', container: 'step-s', terminated: { exitCode: 1 }, terminationReason: 'Skipped' }]),
  ];
  const rows = buildRows({ build: makeBuild({}), tasks, agent: ready });
  expect(
    rows.map(({ label, words, detail, startTime, completionTime }) => [
      label,
      words,
      detail,
      startTime,
      completionTime,
    ]),
  ).toEqual([
    ['pull', 'Succeeded', '', startedAt, finishedAt],
    ['build', 'Failed', 'exit code 3', startedAt, finishedAt],
    ['push', 'running', '', startedAt, undefined],
    ['later', 'waiting', '', undefined, undefined],
    ['skipped', 'waiting', '', undefined, undefined],
    ['agent hello', 'Ready', '1 of 1 Pods ready', undefined, undefined],
  ]);
});

test('buildLine: the phase and the message of its condition', () => {
  const status: AgentBuild['status'] = {
    phase: 'Running',
    conditions: [condition('Ready', 'False', 'Running', 'step build')],
  };
  expect(buildLine({ build: makeBuild(status), tasks: [] })).toBe('hello  Running  step build');
});

describe('buildSummary', () => {
  test('built: the full digest, and a note that the stand-in built it', () => {
    const lines = buildSummary([{ build: makeBuild(built), tasks: [] }], terminal, '.kubetask/registry', 0);
    expect(lines.map((line) => line.trimEnd())).toEqual([
      '',
      'NAME               PHASE       DURATION   COMMIT    DIGEST',
      'agentbuild/hello   Succeeded   3s         0123456   sha256:abababababab',
      '',
      `image     localhost:5000/hello@${digest}`,
      `commit    ${commit}`,
      'note      stand-in builder: no Dockerfile instruction was executed; images contain the unchanged build context, and are stored in .kubetask/registry',
    ]);
  });

  test('failed, with an image of an earlier spec: that image is not shown', () => {
    const conditions = [condition('Ready', 'False', 'BuildFailed', 'step build exited with code 1')];
    const build = makeBuild({ ...built, phase: 'Failed', conditions });
    expect(buildSummary([{ build, tasks: [] }], terminal, 'r', 0).map((line) => line.trimEnd())).toEqual([
      '',
      'NAME               PHASE    DURATION   COMMIT   DIGEST',
      'agentbuild/hello   Failed   3s         -        -',
      '',
      '✗ hello  step build exited with code 1',
    ]);
  });

  test('no builds: nothing', () => expect(buildSummary([], terminal, 'r', 0)).toEqual([]));
});

describe('loadFiles', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'test-demo-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const load = (more: object) => {
    const { status: _, ...build } = makeBuild({});
    const object = { ...build, metadata: { name: 'hello' }, spec: { ...spec, ...more } };
    writeFileSync(join(folder, 'build.yaml'), JSON.stringify(object));
    return loadFiles(['build.yaml'], folder);
  };

  test('an AgentBuild alone: accepted', () => {
    expect(load({}).map(({ kind }) => kind)).toEqual(['AgentBuild']);
  });

  const mistakes: Record<string, { more: object; want: string }> = {
    'a builder without a stand-in: refused before anything starts': {
      more: { builder: 'buildah' },
      want: 'AgentBuild hello: cannot build with buildah locally: only the kaniko stand-in is available; remove spec.builder',
    },
    'Secrets that are in no file: refused, because nothing else creates them': {
      more: {
        env: [{ name: 'GITHUB_TOKEN', valueFrom: { secretKeyRef: { name: 'git', key: 'token' } } }],
        pushSecret: { name: 'ghcr' },
      },
      want: [
        'AgentBuild hello: Secret git is not in build.yaml; add its file with -f',
        'AgentBuild hello: Secret ghcr is not in build.yaml; add its file with -f',
      ].join('\n'),
    },
  };
  test.each(Object.entries(mistakes))('%s', (_, { more, want }) => {
    expect(() => load(more)).toThrow(new Error(want));
  });

  test('an optional token: accepted', () => {
    const secretKeyRef = { name: 'git', key: 'token', optional: true };
    expect(load({ env: [{ name: 'GITHUB_TOKEN', valueFrom: { secretKeyRef } }] })).toHaveLength(1);
  });
});
