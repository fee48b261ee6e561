import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type PluginWorld, startPluginWorld } from '../plugin.js';
import { taskFolder } from './run-in.js';

const folder = taskFolder(`
defaults: { executor: job }
tasks:
  seven: { image: busybox, env: { A: "it's $(B) \\"x\\"" }, script: 'printf "%s|%s\\n" "$A" "$1"; exit 7' }
  fine: { image: busybox, script: 'echo fine' }
  long: { image: busybox, script: 'echo begun; exec sleep 600' }
  late: { image: busybox, timeout: 1s, script: 'exec sleep 600' }
  read: { image: busybox, script: 'cat' }
  plain: { script: 'echo here' }
`);
let world: PluginWorld;
beforeAll(async () => {
  world = await startPluginWorld();
});
afterAll(async () => {
  await world.stop();
  folder.remove();
});

const run = (args: readonly string[], onStdout?: (text: string, interrupt: () => void) => void) =>
  folder.task(['run', ...args], { env: { KUBECONFIG: world.kubeconfig }, ...(onStdout ? { onStdout } : {}) });

describe('as a Job', () => {
  test('its output, its values literally, and its exit code', async () => {
    const { code, stdout } = await run(['seven', '--', '$(C) *']);
    expect([code, stdout]).toEqual([7, 'it\'s $(B) "x"|$(C) *\n']);
  });
  test('success: 0', async () => {
    expect(await run(['fine'])).toEqual({ code: 0, stdout: 'fine\n', stderr: '' });
  });
  test('its time is over: 124', async () => {
    expect(await run(['late'])).toMatchObject({ code: 124 });
  });
  test('Ctrl-C: it continues, and how to cancel it', async () => {
    const { code, stderr } = await run(['long'], (text, interrupt) => {
      if (text.includes('begun')) interrupt();
    });
    expect([code, stderr]).toEqual([
      130,
      expect.stringMatching(
        /TaskRun long-run-\w{5} continues\n[\s\S]*kubectl task cancel taskrun\/long-run-\w{5} -n default/,
      ),
    ]);
  });
  const refused: Record<string, { args: string[]; want: string }> = {
    'without an image': { args: ['plain', '-x', 'job'], want: 'job: the task has no image; set image' },
    'with standard input': {
      args: ['read', '-i'],
      want: 'Cannot give task read a terminal or standard input as a Job',
    },
    'in a namespace that does not exist': {
      args: ['fine', '-n', 'nope'],
      want: 'nope',
    },
  };
  test.each(Object.entries(refused))('%s', async (_, { args, want }) => {
    const { stdout, stderr } = await run(args);
    expect([stdout, stderr]).toEqual(['', expect.stringContaining(want)]);
  });
});
