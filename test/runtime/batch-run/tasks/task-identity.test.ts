import { describe, expect, test } from '@jest/globals';
import type { TaskStatus } from '../../../../api/generated/kinds.js';
import { ANNOTATION_TASK_KEY } from '../../../../api/labels.js';
import { fitEntry, MAX_ENTRY_BYTES } from '../../../../runtime/batch-run/outcomes/entry-size.js';
import { MANAGED_FIELDS_BYTES } from '../../../../runtime/batch-run/outcomes/inline-capacity.js';
import {
  changedBatch,
  complete,
  makeBatchObject,
  makeJob,
  makeRun,
  makeTasks,
  makeWorld,
  pass,
  startedWorld,
  type World,
  withJobs,
} from '../world.js';

const identities = ({ run }: World) => run.status?.tasks?.map(({ key, name }) => `${name} ${key?.length}`);
const keys = ({ run }: World) => run.status?.tasks?.map(({ key }) => key);
const threeTasks = { batch: makeBatchObject(makeTasks(3)) };
const planned = keys(pass(makeWorld(threeTasks)).world) ?? [];

describe('every entry says which task it is', () => {
  test('from the plan on', () => {
    expect(identities(pass(makeWorld(threeTasks)).world)).toEqual([
      'myorg/service-0 16',
      'myorg/service-1 16',
      'myorg/service-2 16',
    ]);
  });

  const started = startedWorld(threeTasks);
  const edits: Record<string, Partial<World>> = {
    'the Batch changed': { batch: changedBatch },
    'other tasks stand there': { batch: makeBatchObject(makeTasks(2)) },
    'the Batch is gone': { batch: undefined },
    'its tasks have ended since': { batch: changedBatch, jobs: [0, 1, 2].map((index) => makeJob(index, complete())) },
    'it was cancelled since': { batch: changedBatch, jobs: [], run: { ...started.run, spec: { cancel: true } } },
  };
  test.each(Object.entries(edits))('%s: it says what it was', (_, edit) => {
    expect(keys(pass({ ...started, ...edit }).world)).toEqual(keys(started));
  });

  test('a run that recorded no identity takes it from its own Jobs, never from another Batch', () => {
    const tasks = started.run.status?.tasks?.map(({ key: _, name: __, ...task }) => task) ?? [];
    const old = withJobs({ ...started, run: { ...started.run, status: { ...started.run.status, tasks } } });
    const next = pass({ ...old, jobs: started.jobs, batch: changedBatch }).world;
    expect(keys(next)).toEqual(keys(started));
  });
});

test('a synthesized Job that comes from another plan says which key its agent has', () => {
  const run = makeRun({ batchRef: 'update', jobs: 'synthesized' });
  const metadata = { ownerReferences: [], annotations: { [ANNOTATION_TASK_KEY]: 'of-the-old-plan' } };
  const jobs = [makeJob(0, complete(), metadata)];
  expect(keys(pass(makeWorld({ ...threeTasks, run, jobs })).world)).toEqual(['of-the-old-plan', ...planned.slice(1)]);
});

describe('keys that an earlier version of the controller recorded', () => {
  const withOldKeys = (world: World): World => {
    const tasks = world.run.status?.tasks?.map((task) => ({ ...task, key: 'old' })) ?? [];
    return { ...world, run: { ...world.run, status: { ...world.run.status, tasks } } };
  };
  const planned = pass(makeWorld(threeTasks)).world;

  test('tasks that have a Job keep them', () => {
    const started = pass(planned).world;
    expect(keys(pass(withOldKeys(started)).world)).toEqual(['old', 'old', 'old']);
  });
  test('tasks without a Job get the key that their agent will get', () => {
    expect(keys(pass(withOldKeys(planned)).world)).toEqual(keys(planned));
  });
});

describe('the largest entry', () => {
  const most = Number.MAX_SAFE_INTEGER;
  const largest = (character: string): TaskStatus => ({
    index: 9999,
    jobName: 'j'.repeat(63),
    key: 'f'.repeat(64),
    name: character.repeat(100),
    phase: 'Cancelled',
    reason: 'CreateContainerConfigError',
    message: character.repeat(1024),
    startTime: '2030-01-01T00:00:00Z',
    completionTime: '2030-01-01T00:00:00Z',
    attempts: [1, 2, 3, 4, 5].map((attempt) => ({
      ...{ attempt: 100_000 + attempt, reason: 'CreateContainerConfigError', time: '2030-01-01T00:00:00Z' },
    })),
    result: {
      summary: character.repeat(512),
      pr: character.repeat(512),
      branch: character.repeat(255),
      commit: character.repeat(64),
      verdict: character.repeat(64),
      costUsd: Number.MAX_VALUE,
      tokens: { input: most, output: most, cached: most, total: most },
      turns: most,
      model: character.repeat(256),
      durationSeconds: most,
      retryAfter: most,
      sessionId: character.repeat(256),
      error: character.repeat(512),
      claims: ['summary', 'pr', 'branch', 'commit', 'costUsd', 'tokens', 'verdict', 'turns', 'model', 'sessionId'],
    },
  });
  test.each(['x', '"', '\\', 'é', '漢', '😀'])('of %s fits, and says which task it is', (character) => {
    const fitted = fitEntry(largest(character));
    expect(Buffer.byteLength(JSON.stringify(fitted))).toBeLessThanOrEqual(MAX_ENTRY_BYTES);
    expect([fitted.key, fitted.name]).toEqual(['f'.repeat(64), character.repeat(100)]);
  });

  test('what an API server adds per entry is reckoned with', () => {
    const { index, result, ...fields } = largest('x');
    const own = Object.fromEntries(Object.keys({ ...fields, index }).map((name) => [`f:${name}`, {}]));
    const fieldsOf = (value = {}) => Object.fromEntries(Object.keys(value).map((name) => [`f:${name}`, {}]));
    const ofResult = { ...fieldsOf(result), 'f:tokens': fieldsOf(result?.tokens) };
    const managed = { [`k:{"index":${index}}`]: { '.': {}, ...own, 'f:result': ofResult } };
    expect(JSON.stringify(managed).length).toBeLessThanOrEqual(MANAGED_FIELDS_BYTES);
  });
});
