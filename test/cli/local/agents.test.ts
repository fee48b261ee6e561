import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Agent, Condition } from '../../../api/generated/kinds.js';
import { isAgentSettled } from '../../../cli/local/follow/followed-build.js';
import { loadFiles } from '../../../cli/local/input/load-files.js';
import { hints } from '../../../cli/local/report/hints.js';

const condition = (type: string, status: 'True' | 'False', reason: string): Condition => ({
  ...{ type, status, reason, message: '' },
  lastTransitionTime: '2026-01-05T12:00:00Z',
});
const makeAgent = (...conditions: Condition[]) =>
  ({
    apiVersion: 'beeai.dev/v1',
    kind: 'Agent',
    metadata: { name: 'helper', namespace: 'team', generation: 2 },
    spec: { image: 'i:v1' },
    status: { observedGeneration: 2, conditions },
  }) as Agent;

describe('whether to wait', () => {
  const cases: Record<string, { agent: Agent; want: boolean }> = {
    'no controller has observed it: yes': { agent: makeAgent(), want: false },
    'it is starting: yes': { agent: makeAgent(condition('Ready', 'False', 'RollingOut')), want: false },
    'it is up: no': { agent: makeAgent(condition('Ready', 'True', 'Available')), want: true },
    'it crashes repeatedly: no': { agent: makeAgent(condition('Ready', 'False', 'CrashLoopBackOff')), want: true },
    'it is stalled: no': {
      agent: makeAgent(condition('Ready', 'False', 'InvalidSpec'), condition('Stalled', 'True', 'InvalidSpec')),
      want: true,
    },
    'only its old spec was up: yes': {
      agent: { ...makeAgent(condition('Ready', 'True', 'Available')), status: { observedGeneration: 1 } },
      want: false,
    },
  };
  test.each(Object.entries(cases))('%s', (_, { agent, want }) => expect(isAgentSettled(agent)).toBe(want));
});

describe('files of a user', () => {
  const folder = mkdtempSync(join(tmpdir(), 'test-agents-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const load = (spec: object) => {
    writeFileSync(join(folder, 'agent.yaml'), JSON.stringify({ ...makeAgent(), status: undefined, spec }, null, 2));
    return loadFiles(['agent.yaml'], folder);
  };

  test('an Agent alone: accepted', () => expect(load({ image: 'i:v1' })).toMatchObject([{ kind: 'Agent' }]));
  test('a problem: reported with line and column', () =>
    expect(() => load({ image: 'i' })).toThrow(/^agent\.yaml:\d+:\d+: spec\.image: .*give an image with a tag/));
});

test('the hint: the command that shows its logs', () =>
  expect(
    hints({ runs: [], builds: [], agents: [makeAgent()] }, { kubeconfig: 'k', directory: '/', keep: true }),
  ).toEqual(
    expect.arrayContaining([
      '  kubectl --kubeconfig /k get agents -A',
      '  kubectl --kubeconfig /k describe agent helper -n team',
      '  kubectl --kubeconfig /k logs deploy/helper -n team',
    ]),
  ));
