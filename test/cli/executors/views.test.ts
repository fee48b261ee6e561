import { afterAll, describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../../cli/executors/outcome.js';
import { compactLines, type RunningTask } from '../../../cli/executors/view/compact-lines.js';
import { summaryTable } from '../../../cli/executors/view/summary-table.js';
import type { Terminal } from '../../../cli/output/terminal.js';
import { taskFolder } from './run-in.js';

const terminal = (columns: number, rows: number): Terminal => ({
  columns,
  rows,
  isTty: true,
  paint: (_, text) => text,
});
const running = (name: string, ...lines: string[]): RunningTask => ({
  name,
  executor: 'local',
  started: 0,
  last: (count) => (count <= 0 ? [] : lines.slice(-count)),
});

describe('the running tasks', () => {
  const cases: Record<string, { tasks: RunningTask[]; waiting?: number; size: [number, number]; want: string[] }> = {
    'the last four lines of each, and how many wait': {
      tasks: [running('a', '1', '2', '3', '4', '5'), running('b', '1')],
      waiting: 3,
      size: [80, 24],
      want: ['▸ a  local  5s', '  │ 2', '  │ 3', '  │ 4', '  │ 5', '▸ b  local  5s', '  │ 1', '… 3 waiting'],
    },
    'colours and long lines are cut': {
      tasks: [running('a', '\u001b[31mred\u001b[0m and long enough')],
      size: [16, 24],
      want: ['▸ a  local  5s', '  │ red and lo…'],
    },
    'a low terminal: the last line of each beside it, and the rest is counted': {
      tasks: ['a', 'bcd', 'c', 'd', 'e'].map((name) => running(name, 'x', 'the last line of it')),
      size: [33, 6],
      want: [
        '▸ a    local  5s  the last line…',
        '▸ bcd  local  5s  the last line…',
        '▸ c    local  5s  the last line…',
        '… 2 more running',
      ],
    },
    'no room for a line beside it either': {
      tasks: ['a', 'b'].map((name) => running(name, 'x')),
      size: [20, 4],
      want: ['▸ a  local  5s', '▸ b  local  5s'],
    },
    'a long name leaves room for the time': {
      tasks: [running('a-name-of-a-task-that-is-very-long'), running('b')],
      size: [40, 24],
      want: ['▸ a-name-of-a-task-th…  local  5s', '▸ b                     local  5s'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { tasks, waiting = 0, size, want }) => {
    expect(compactLines(tasks, waiting, terminal(...size), 5000)).toEqual(want);
  });
});

test('the summary fits a narrow terminal', () => {
  const outcomes: Outcome[] = [
    { name: 'a-task-with-a-long-name', executor: 'local', phase: 'Succeeded', durationMs: 2000, exitCode: 0 },
    { name: 'b', phase: 'Skipped', message: 'a did not succeed' },
  ];
  expect(summaryTable(outcomes, terminal(50, 24))).toEqual([
    'TASK             PHASE       EXIT CODE   DURATION',
    'a-task-with-a…   Succeeded           0         2s',
    'b                Skipped             -          -',
    '                 a did not succeed',
  ]);
});

const folder = taskFolder(`
tasks:
  good: { script: 'echo fine' }
  bad: { script: 'echo wrong; exit 3' }
  sneaky: { script: 'printf "\\033]0;title\\007text\\n"' }
`);
afterAll(folder.remove);

describe('what is printed', () => {
  test('on GitHub Actions: a group per task, and a failure as an error', async () => {
    const { stdout } = await folder.task(['run', 'bad', 'good', '--jobs', '1'], { env: { GITHUB_ACTIONS: 'true' } });
    expect(stdout.replaceAll(/\d+s/g, '0s').split('\n')).toEqual([
      '::group::bad (local)',
      'wrong',
      '::endgroup::',
      '✗ bad  local  0s  exit code 3',
      '  log: .kubetask/logs/bad.log',
      '::error title=bad::exit code 3',
      '::group::good (local)',
      'fine',
      '::endgroup::',
      '✓ good  local  0s',
      '',
    ]);
  });
  test('on a terminal: a failure leaves its last lines', async () => {
    const tty = { columns: 80, rows: 24 };
    const { stderr } = await folder.task(['run', 'bad', 'good', '--jobs', '1'], { tty });
    expect(stderr).toContain('exit code 3');
    expect(stderr).toContain('\n  │ wrong\n  log: .kubetask/logs/bad.log\n');
  });
  test('on a terminal: a text cannot steer it', async () => {
    const { stdout } = await folder.task(['run', 'sneaky'], { tty: { columns: 80, rows: 24 } });
    expect(stdout).toBe('^[]0;title^Gtext\n');
  });
  test('in a pipe: each byte as it is', async () => {
    const { stdout } = await folder.task(['run', 'sneaky']);
    expect(stdout).toBe('\u001b]0;title\u0007text\n');
  });
});
