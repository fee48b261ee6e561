import { describe, expect, test } from '@jest/globals';
import { allReasons } from '../../../api/explanations/all.js';
import { commandExitCodes } from '../../../api/explanations/exit-codes.js';
import { exitCodes } from '../../../cli/exit-codes.js';
import { explained, reasonList } from '../../../cli/explain/explained.js';
import { explanationLines } from '../../../cli/explain/explanation-lines.js';
import { reasonsIn } from '../../../cli/explain/reasons-in.js';
import { runPlugin } from '../plugin.js';
import { makeBatchRun, makeTerminal } from '../sample.js';

test('every reason: what it means, what to do, and its page, in the width of a terminal', () => {
  const lines = allReasons.map((reason) => explanationLines(explained(reason), makeTerminal(80)));
  const incomplete = lines.filter(
    (each) => !/What to do: {2}\S[\s\S]*Page: {8}docs\/errors\.md#\w+$/.test(each.join('\n')),
  );
  expect(incomplete).toEqual([]);
});

test('every exit code of the commands is explained', () => {
  const codes = [...new Set(Object.values(exitCodes))].map(String);
  expect(Object.keys(commandExitCodes)).toEqual(expect.arrayContaining(codes));
});

test('the list has every reason', () => {
  expect(
    reasonList(makeTerminal(Number.POSITIVE_INFINITY))
      .slice(1)
      .map((line) => line.split(' ')[0]),
  ).toEqual(allReasons);
});

test('reasons of an object: those of its conditions, then of its tasks, each once; words of others are left out', () => {
  const condition = (type: string, reason: string) =>
    ({ type, status: 'False', reason, message: '', lastTransitionTime: '' }) as const;
  const run = makeBatchRun({
    status: {
      conditions: [condition('Ready', 'TasksFailed'), condition('Stalled', 'TasksFailed'), condition('X', 'Foreign')],
      tasks: [{ index: 0, phase: 'Failed', jobName: 'j', reason: 'OOMKilled' }],
    },
  });
  expect([reasonsIn(run), reasonsIn(makeBatchRun())]).toEqual([['TasksFailed', 'OOMKilled'], []]);
});

describe('the command, without a cluster', () => {
  const cases: Record<string, { args: string[]; want: [number, RegExp, RegExp] }> = {
    'a reason, in any case': {
      args: ['pendingtimeout'],
      want: [0, /^PendingTimeout \(Task of a BatchRun, and TaskRun\)\n {2}The Pod .*\n/, /^$/],
    },
    several: { args: ['OOMKilled', 'Evicted'], want: [0, /^OOMKilled [\s\S]*\n\nEvicted /, /^$/] },
    'an exit code': { args: ['124'], want: [0, /^124 \(Exit code of kubectl task\)\n/, /^$/] },
    'as JSON': { args: ['Queued', '-o', 'jsonpath={.page}'], want: [0, /^docs\/errors\.md#Queued\n$/, /^$/] },
    'nothing: the list': { args: [], want: [0, /^REASON +MESSAGE\nAgentApplied +/, /^$/] },
    'a word that is nearly one': { args: ['Qeued'], want: [1, /^$/, /did you mean Queued or Reused\?/] },
    'a word of nobody': { args: ['xyzzyxyzzy'], want: [1, /^$/, /kubectl task explain {2}lists every reason/] },
    'an exit code of a program': { args: ['3'], want: [1, /^$/, /exit codes with a meaning: 0, 1, 2, 42, /] },
  };
  test.each(Object.entries(cases))('%s', async (_, { args, want: [code, stdout, stderr] }) => {
    expect(await runPlugin(['explain', ...args], {})).toEqual({
      code,
      stdout: expect.stringMatching(stdout),
      stderr: expect.stringMatching(stderr),
    });
  });
});
