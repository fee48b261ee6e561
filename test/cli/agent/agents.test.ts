import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Agent } from '../../../api/generated/kinds.js';
import { agentPodRow } from '../../../cli/agent/agent-pods.js';
import { agentColumns, agentRow } from '../../../cli/agent/agent-row.js';
import { describeAgent } from '../../../cli/agent/describe-agent.js';
import { table } from '../../../cli/output/table.js';
import { eventually } from '../../runtime/batch-run/local-cluster.js';
import { type PluginWorld, startPluginWorld } from '../plugin.js';
import { ago, makeAgent, makeTerminal, now } from '../sample.js';

const ready = (status: 'True' | 'False', reason: string, message: string) => ({
  type: 'Ready',
  ...{ status, reason, message, lastTransitionTime: ago(1) },
});

const crashing = makeAgent({
  spec: { image: 'ghcr.io/org/helper:v1', protocol: 'a2a', replicas: 2, description: 'Helps' },
  status: {
    replicas: 2,
    readyReplicas: 1,
    url: 'http://helper.team.svc:8000',
    conditions: [ready('True', 'CrashLoopBackOff', 'container agent ends again and again')],
  },
});

test('a list: the columns of kubectl get', () => {
  const rows = [crashing, makeAgent({ metadata: { name: 'new', namespace: 'team' } })].map(agentRow);
  const lines = table(agentColumns({ isWide: false, hasNamespace: false }, now), rows, makeTerminal(200));
  expect(lines.join('\n')).toBe(
    `
NAME           READY   PODS   REASON             IMAGE                   AGE
agent/helper   True    1      CrashLoopBackOff   ghcr.io/org/helper:v1   2m
agent/new      -       -      -                  ghcr.io/org/helper:v1   2m
`.trim(),
  );
});

test('a description: its Pods, youngest first', () => {
  const pod = (name: string, seconds: number, status: object) =>
    agentPodRow({ metadata: { name, creationTimestamp: ago(seconds) as unknown as Date }, status });
  const container = (state: object, restartCount = 0) => [
    { name: 'agent', image: 'i', imageID: '', ready: true, restartCount, state },
  ];
  const pods = [
    pod('helper-7d-a', 110, {
      containerStatuses: container({ running: {} }),
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True' }],
    }),
    pod('helper-7d-b', 50, {
      containerStatuses: container({ waiting: { reason: 'CrashLoopBackOff' } }, 3),
      phase: 'Running',
    }),
  ];
  expect(describeAgent(crashing, pods, makeTerminal(100), now).join('\n')).toBe(
    `
Name:         agent/helper
Namespace:    team
Created:      2026-03-02T09:58:00Z (2m ago)
Ready:        True  CrashLoopBackOff: container agent ends again and again
Pods:         1 of 2 ready, 2 wanted
URL:          http://helper.team.svc:8000
Protocol:     a2a
Image:        ghcr.io/org/helper:v1
Description:  Helps

Conditions:
  TYPE    STATUS   REASON
  Ready   True     CrashLoopBackOff

Pods:
  NAME          READY   STATUS             RESTARTS   AGE
  helper-7d-b   False   CrashLoopBackOff          3   50s
  helper-7d-a   True    Running                   0   110s
`.trim(),
  );
});

test('a description before the first pass', () =>
  expect(describeAgent(makeAgent(), [], makeTerminal(), now)).toContain(
    'Ready:      no controller has observed it yet',
  ));

describe('on a cluster', () => {
  // The script's text, because a path below /tmp would name the Pod's own /tmp.
  const program = readFileSync(new URL('../../../examples/agents/hello-agent/agent.mjs', import.meta.url), 'utf8');
  const command = ['env', 'DRAIN_SECONDS=0', 'node', '--input-type=module', '-e', program];
  let world: PluginWorld;
  beforeAll(async () => {
    world = await startPluginWorld();
    world.api.create('agents.beeai.dev', {
      ...makeAgent({ spec: { image: 'local:v1', protocol: 'a2a', command } }),
      metadata: { name: 'helper', namespace: 'default' },
    } as Agent);
    await eventually<Agent>(world.api, 'agents.beeai.dev', 'helper', ({ status }) => status?.readyReplicas === 1);
  }, 60_000);
  afterAll(() => world.stop());

  const cases: Record<string, { args: string[]; want: [code: number, out: RegExp] }> = {
    'list agents': { args: ['list', 'agents'], want: [0, /^agent\/helper +True +1 +Available /m] },
    'list of agents and others: those there are': {
      args: ['list', 'agents,tasks'],
      want: [0, /^agent\/helper +True/m],
    },
    'list agents -o name': { args: ['list', 'kag', '-o', 'name'], want: [0, /^agent\.beeai\.dev\/helper\n$/] },
    'get, by a bare name': { args: ['get', 'helper'], want: [0, /^agent\/helper +True/m] },
    'get -o jsonpath': {
      args: ['get', 'agent/helper', '-o', 'jsonpath={.status.url}'],
      want: [0, /^http:\/\/helper\./],
    },
    describe: { args: ['describe', 'agent/helper'], want: [0, /helper-\w+-\w{5} +True +Running +0 /] },
    'logs, by a bare name: each line has the name of its Pod': {
      args: ['logs', 'helper'],
      want: [0, /^\[helper-\w+-\w{5}\] hello-agent listens on \d+\n$/],
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { args, want: [code, out] }) => {
    const finished = await world.task(args);
    expect([finished.code, finished.stderr]).toEqual([code, '']);
    expect(finished.stdout).toMatch(out);
  });

  const invalid: Record<string, { args: string[]; want: RegExp }> = {
    'list -w of agents and runs': {
      args: ['list', 'agents,batchruns', '-w'],
      want: /Cannot watch: only runs and agentbuilds, or agents/,
    },
    'list --status': { args: ['list', 'agents', '--status', 'running'], want: /only runs have a phase/ },
    'logs --task': { args: ['logs', 'agent/helper', '--task', '0'], want: /an agent has no tasks/ },
    wait: { args: ['wait', 'agent/helper'], want: /it is an agent; name a batchrun or taskrun/ },
    'another name': { args: ['logs', 'agent/helpr'], want: /did you mean agent\/helper\?/ },
  };
  test.each(Object.entries(invalid))('%s: refused', async (_, { args, want }) => {
    const { code, stderr } = await world.task(args);
    expect([code, stderr]).toEqual([1, expect.stringMatching(want)]);
  });

  test('logs -f: until Ctrl-C; 130', async () => {
    const { code } = await world.task(['logs', 'agent/helper', '-f'], (text, interrupt) => {
      if (text.includes('listens on')) interrupt();
    });
    expect(code).toBe(130);
  });

  test('logs -f of one that is deleted: 2', async () => {
    const { code, stderr } = await world.task(['logs', 'agent/helper', '-f'], (text) => {
      if (text.includes('listens on')) world.api.delete('agents.beeai.dev', 'default', 'helper');
    });
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^agent\/helper was deleted$/m)]);
  });
});
