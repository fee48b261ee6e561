import { describe, expect, test } from '@jest/globals';
import type { V1Job } from '@kubernetes/client-node';
import type { BatchSpec, WorkspaceConfigSpec } from '../../../api/generated/kinds.js';
import type { BatchRunInputs } from '../../../plan/batch-run/inputs.js';
import { jobSuffixes } from '../../../plan/batch-run/job-suffix.js';
import { followsTemplate, paceOf, reusesResults, startsGated } from '../../../plan/batch-run/pace.js';
import { planBatchRun } from '../../../plan/batch-run/plan.js';
import { planHash } from '../../../plan/batch-run/plan-hash.js';
import { deadlineOf, gatedPod } from '../../../plan/batch-run/start-gate.js';
import { makeBatch, makeInputs, makeRepository } from '../sample.js';

type Run = Omit<BatchRunInputs['run'], 'name'>;
interface Case {
  run?: Run;
  batch?: BatchSpec;
  workspace?: WorkspaceConfigSpec;
  /** An inline spec has none. */
  isInline?: true;
}
const inputsOf = ({ run = {}, batch = {}, workspace = {}, isInline }: Case): BatchRunInputs =>
  makeInputs({
    run: { name: 'r', ...run },
    batch: { ...(isInline ? {} : { name: 'b' }), spec: makeBatch(batch) },
    workspace,
  });

const synthesized: Run = { jobs: 'synthesized' };
const concurrency = { limitKey: 'claude', limit: 3 };
const named: BatchSpec = { tasks: [{ name: 'a', contexts: [makeRepository()] }] };
const reuse = { reuse: 'succeeded' } as const;

describe('how many Pods of a run there are at one time', () => {
  const unlimited = Number.POSITIVE_INFINITY;
  const cases: Record<string, { of: Case; want: object }> = {
    'Jobs created at run time, nothing said: ten': { of: {}, want: { maxConcurrency: 10 } },
    'the same where the run says it': { of: { run: { jobs: 'runtime' } }, want: { maxConcurrency: 10 } },
    'synthesized Jobs, nothing said: no limit': { of: { run: synthesized }, want: { maxConcurrency: unlimited } },
    'the Batch says it': { of: { batch: { maxConcurrency: 4 } }, want: { maxConcurrency: 4 } },
    'the run says it, and takes precedence': {
      of: { run: { maxConcurrency: 2 }, batch: { maxConcurrency: 4 } },
      want: { maxConcurrency: 2 },
    },
    'zero: no limit': { of: { run: { maxConcurrency: 0 } }, want: { maxConcurrency: unlimited } },
    'a shared limit: besides its own': {
      of: { workspace: { concurrency } },
      want: { maxConcurrency: 10, shared: concurrency },
    },
    'a queue: Kueue decides': {
      of: { run: { maxConcurrency: 2 }, workspace: { queue: { name: 'q' }, concurrency } },
      want: { maxConcurrency: unlimited },
    },
  };
  test.each(Object.entries(cases))('%s', (_, { of, want }) => expect(paceOf(inputsOf(of))).toStrictEqual(want));
});

describe('modes of a run', () => {
  const cases: Record<string, { of: Case; want: [reuses: boolean, follows: boolean, gated: boolean] }> = {
    'nothing said': { of: {}, want: [false, false, false] },
    synthesized: { of: { run: synthesized }, want: [false, false, false] },
    'synthesized by name: it follows': { of: { run: synthesized, batch: named }, want: [false, true, false] },
    'reuse: never': { of: { run: synthesized, batch: { ...named, reuse: 'never' } }, want: [false, true, false] },
    'reuse, Jobs at run time': { of: { batch: { ...named, ...reuse } }, want: [true, false, false] },
    'reuse, synthesized by position: it does not follow': {
      of: { run: synthesized, batch: reuse },
      want: [true, false, true],
    },
    'reuse, synthesized by name: it follows': {
      of: { run: synthesized, batch: { ...named, ...reuse } },
      want: [true, true, true],
    },
    'reuse without a Batch that could keep the keys': {
      of: { run: synthesized, batch: { ...named, ...reuse }, isInline: true },
      want: [false, true, false],
    },
    'reuse of an inline spec that names the Batch that keeps the keys': {
      of: { run: { ...synthesized, reuseFrom: 'b' }, batch: { ...named, ...reuse }, isInline: true },
      want: [true, true, true],
    },
    'synthesized with a limit': { of: { run: { ...synthesized, maxConcurrency: 2 } }, want: [false, false, true] },
    'synthesized with a shared limit': {
      of: { run: synthesized, workspace: { concurrency } },
      want: [false, false, true],
    },
    'at run time with both limits': {
      of: { run: { maxConcurrency: 2 }, workspace: { concurrency } },
      want: [false, false, false],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { of, want }) => {
    const inputs = inputsOf(of);
    expect([reusesResults(inputs), followsTemplate(inputs), startsGated(inputs)]).toEqual(want);
    const { reuses, follows } = planBatchRun(inputs);
    expect([reuses, follows]).toEqual(want.slice(0, 2));
  });
});

describe('a Pod that waits for its turn', () => {
  test('it has the gate, and the deadline counts from its start', () => {
    const pod = { containers: [] };
    expect(gatedPod(pod, { activeDeadlineSeconds: 60 })).toStrictEqual({
      containers: [],
      activeDeadlineSeconds: 60,
      schedulingGates: [{ name: 'kubetask.io/start' }],
    });
    expect(gatedPod(pod, {})).toStrictEqual({ containers: [], schedulingGates: [{ name: 'kubetask.io/start' }] });
    expect([deadlineOf({}), deadlineOf({ activeDeadlineSeconds: 1 })]).toStrictEqual([
      {},
      { activeDeadlineSeconds: 1 },
    ]);
  });

  test('in the Job of a run that waits, the deadline is the Pod’s; otherwise it is the Job’s', () => {
    const specOf = (of: Case) => {
      const job = planBatchRun(inputsOf({ ...of, batch: { activeDeadlineSeconds: 60 } })).tasks[0]?.job();
      const { activeDeadlineSeconds, template } = (job as unknown as V1Job).spec ?? {};
      return [activeDeadlineSeconds, template?.spec?.activeDeadlineSeconds, template?.spec?.schedulingGates?.length];
    };
    expect(specOf({ run: synthesized })).toEqual([60, undefined, undefined]);
    expect(specOf({ run: { ...synthesized, maxConcurrency: 1 } })).toEqual([undefined, 60, 1]);
  });
});

test('the Pods of a shared limit are labelled with its key', () => {
  const labelsOf = (workspace: WorkspaceConfigSpec) =>
    (planBatchRun(inputsOf({ workspace })).tasks[0]?.job() as unknown as V1Job | undefined)?.spec?.template.metadata
      ?.labels;
  expect(labelsOf({ concurrency })).toMatchObject({ 'kubetask.io/limit-key': 'claude' });
  expect(labelsOf({})).not.toHaveProperty(['kubetask.io/limit-key']);
});

describe('what tells one plan from another', () => {
  const plain: Case = { run: synthesized };
  const others: Record<string, Case> = {
    'a salt of the run': { run: { ...synthesized, keySalt: '2026-12' } },
    'another salt of the run': { run: { ...synthesized, keySalt: '2027-01' } },
    'Pods that wait': { run: { ...synthesized, maxConcurrency: 1 } },
    'another limit key': { run: synthesized, workspace: { concurrency: { limitKey: 'other', limit: 3 } } },
    'another limit key still': { run: synthesized, workspace: { concurrency } },
    'another backoffLimit': { run: synthesized, batch: { backoffLimit: 1 } },
  };
  test('each of these is a plan of its own', () => {
    const hashes = [plain, ...Object.values(others)].map((one) => planHash(inputsOf(one)));
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashes).toEqual(hashes.map(() => expect.stringMatching(/^[0-9a-f]{16}$/)));
  });

  test('what tells Jobs of tasks with names apart beside the key: how they run, not what other tasks there are', () => {
    const suffixOf = (of: Case) => jobSuffixes(inputsOf(of))([]);
    const plain = suffixOf({ run: synthesized, batch: named });
    expect(plain).toMatch(/^[0-9a-f]{8}$/);
    const same: Case[] = [
      { run: { ...synthesized, keySalt: 'x' }, batch: { ...named, keySalt: 'y' } },
      { run: synthesized, batch: { tasks: [...(named.tasks ?? []), { contexts: [] }] } },
      { run: synthesized, batch: { ...named, params: [{ name: 'a', default: '1' }] } },
      { batch: { ...named, maxConcurrency: 2 } },
    ];
    expect(same.map(suffixOf)).toEqual(same.map(() => plain));
    const others: Case[] = [
      { run: synthesized, batch: { ...named, backoffLimit: 2 } },
      { run: synthesized, batch: { ...named, activeDeadlineSeconds: 60 } },
      { run: synthesized, batch: { ...named, maxConcurrency: 2 } },
      { run: synthesized, batch: named, workspace: { agentImage: 'agent:v2' } },
    ];
    const suffixes = [plain, ...others.map(suffixOf)];
    expect(new Set(suffixes).size).toBe(suffixes.length);
    expect(suffixOf({ run: synthesized })).toBe('');
  });
});
