import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type PluginWorld, startPluginWorld } from './plugin.js';

let world: PluginWorld;
beforeAll(async () => {
  world = await startPluginWorld({ reconciles: false });
  const task = { apiVersion: 'kubetask.io/v1alpha1', kind: 'Task', metadata: { name: 't', namespace: 'default' } };
  world.api.create('tasks.kubetask.io', { ...task, spec: { steps: [{ image: 'i', script: 'true' }] } } as never);
});
afterAll(() => world.stop());

const name = /^taskrun\.kubetask\.io\/t-run-\w{5}\n$/;

describe('what start writes into a pipe', () => {
  const cases: Record<string, { args: string; want: { code: number; stdout: RegExp; stderr: RegExp } }> = {
    'the name on stdout, the sentence on stderr': {
      args: 'start t',
      want: { code: 0, stdout: name, stderr: /^TaskRun t-run-\w{5} created successfully\n$/ },
    },
    '-o name: nothing else': { args: 'start t -o name', want: { code: 0, stdout: name, stderr: /^$/ } },
    '--wait: how it went is on stderr': {
      args: 'start t --wait --timeout 50ms',
      want: { code: 124, stdout: name, stderr: /timed out after 0.05s: taskrun\/t-run-\w{5} continues\n/ },
    },
    '-o json: the object, and only that': {
      args: 'start t -o jsonpath={.spec.taskRef} --wait --timeout 50ms',
      want: { code: 124, stdout: /^t\n$/, stderr: /timed out/ },
    },
    '-o with --logs: both want stdout': {
      args: 'start t -o name --logs',
      want: { code: 1, stdout: /^$/, stderr: /^error: Cannot use -o with --logs: .*\n {2}kubectl task start / },
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { args, want: { code, stdout, stderr } }) => {
    expect(await world.task(args.split(' '))).toEqual({
      code,
      stdout: expect.stringMatching(stdout),
      stderr: expect.stringMatching(stderr),
    });
  });
});
