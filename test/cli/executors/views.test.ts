import { afterAll, describe, expect, test } from '@jest/globals';
import { compactLines, type RunningTask } from '../../../cli/executors/view/compact-lines.js';
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
    'a low terminal: no lines, and the rest is counted': {
      tasks: ['a', 'b', 'c', 'd', 'e'].map((name) => running(name, 'x')),
      size: [80, 6],
      want: ['▸ a  local  5s', '▸ b  local  5s', '▸ c  local  5s', '… 2 more running'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { tasks, waiting = 0, size, want }) => {
    expect(compactLines(tasks, waiting, terminal(...size), 5000)).toEqual(want);
  });
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
