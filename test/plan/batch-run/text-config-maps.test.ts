import { describe, expect, test } from '@jest/globals';
import { planBatchRun } from '../../../plan/batch-run/plan.js';
import { packTexts } from '../../../plan/context/text-config-maps.js';
import { makeBatch, makeFile, makeInputs, makeRepository } from '../sample.js';

const owner = { name: 'run', labels: {} };
const kib = (n: number, letter: string) => letter.repeat(n * 1024);

describe('packTexts', () => {
  const cases: Record<string, { texts: string[]; want: number[] }> = {
    'no text: no ConfigMap': { texts: [], want: [] },
    'a text twice: stored once': { texts: ['a', 'b', 'a'], want: [2] },
    'exactly 512 KiB: one ConfigMap': { texts: [kib(300, 'a'), kib(212, 'b')], want: [2] },
    'over 512 KiB: a second ConfigMap': { texts: [kib(300, 'a'), kib(300, 'b'), 'c'], want: [1, 2] },
    'a first text above 512 KiB: no empty ConfigMap before it': { texts: [kib(600, 'a'), 'b'], want: [1, 1] },
    'one text of 900 KiB: its own ConfigMap': { texts: ['a', kib(900, 'b'), 'c'], want: [1, 1, 1] },
  };
  test.each(Object.entries(cases))('%s', (_, { texts, want }) => {
    const { configMaps } = packTexts(texts, owner);
    expect(configMaps.map((one) => Object.keys((one as unknown as { data: object }).data).length)).toEqual(want);
  });

  test('another text: another name', () => {
    const nameOf = (text: string) => packTexts([text], owner).configMaps[0]?.metadata.name;
    expect(nameOf('a')).not.toBe(nameOf('b'));
  });
});

test('1,000 tasks with a common prompt of 100 KiB and a line each: two ConfigMaps, and one for each script', () => {
  const variableContexts = Array.from({ length: 1000 }, (_, i) => [
    makeRepository({ repo: `service-${i}` }),
    makeFile('/workspace/task.md', `Mind service ${i}.`),
  ]);
  const commonContext = [makeFile('/workspace/task.md', kib(500, 'p'))];
  const plan = planBatchRun(makeInputs({ batch: { name: 'b', spec: makeBatch({ commonContext, variableContexts }) } }));
  expect(plan.configMaps.map(({ metadata: { name } }) => name.replace(/[0-9a-f]{10}$/, ''))).toEqual([
    ...['update-001-context-', 'update-001-context-', 'update-001-clone-', 'update-001-write-files-'],
  ]);
});
