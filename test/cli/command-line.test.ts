import { describe, expect, test } from '@jest/globals';
import { runPlugin } from './plugin.js';

const nowhere = { KUBECONFIG: '/nope/config' };

describe('without a cluster', () => {
  test('no argument: usage on stderr, 1', async () => {
    const { code, stdout, stderr } = await runPlugin([], nowhere);
    expect([code, stdout, stderr.split('\n', 1)[0]]).toEqual([1, '', 'Usage: kubectl task <command> [options]']);
  });
  test('help: on stdout, 0', async () => {
    const { code, stdout } = await runPlugin(['wait', '--help'], nowhere);
    expect([code, stdout.split('\n', 1)[0]]).toEqual([0, 'Usage: kubectl task wait [options] <run|build>']);
  });

  const refused: Record<string, { args: string[]; want: string }> = {
    'an unknown command: the error suggests the nearest': { args: ['lst'], want: "unknown command 'lst'" },
    'an option that does not exist': { args: ['wait', 'x', '--nope'], want: "unknown option '--nope'" },
    'an argument is missing': { args: ['wait'], want: "missing required argument 'run|build'" },
    'a value that cannot be read': {
      args: ['wait', 'x', '--timeout', 'soon'],
      want: 'use a duration such as 90s, 1h30m or 7d.',
    },
    'no cluster': { args: ['list'], want: 'error: Cannot find a cluster: /nope/config does not exist' },
    'start without a name': { args: ['start'], want: 'error: Cannot start: name one Task or Batch' },
    'start a run': { args: ['start', 'taskrun/x'], want: 'kubectl task rerun taskrun/x  runs it again' },
    'delete without a name or a selection': {
      args: ['delete'],
      want: 'error: Cannot delete: name the runs, or select finished runs',
    },
  };
  test.each(Object.entries(refused))('%s: 1, and nothing on stdout', async (_, { args, want }) => {
    const { code, stdout, stderr } = await runPlugin(args, nowhere);
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringContaining(want)]);
  });

  test('plan: all problems at once, each with its line', async () => {
    const { code, stderr } = await runPlugin(['plan', '-f', 'test/cli/bad-batch.yaml'], nowhere);
    expect([code, stderr.trimEnd().split('\n')]).toEqual([
      1,
      [
        expect.stringMatching(
          /^test\/cli\/bad-batch\.yaml:7:\d+: spec\.variableContexts\[0\]\[0\]\.type: Unsupported value/,
        ),
        expect.stringMatching(
          /^test\/cli\/bad-batch\.yaml:8:\d+: spec\.variableContexts\[1\]\[0\]\.file\.source: Required value/,
        ),
        'error: 2 problems',
      ],
    ]);
  });
  test('plan --diff with an identical earlier synth', async () => {
    const file = 'dist/update-deps-001.k8s.yaml';
    const { code, stdout, stderr } = await runPlugin(['plan', '-f', file, '--diff', file, '--exit-code'], nowhere);
    expect([code, stdout, stderr]).toEqual([
      0,
      expect.stringMatching(/\nObjects: 0 to create, 0 to change, 0 to remove, \d+ unchanged\.\n$/),
      '',
    ]);
  });
});
