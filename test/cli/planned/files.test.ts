import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { makeFolder, makeRepository, removeFolder } from '../../executors/planned/sample.js';
import { taskFolder } from '../executors/run-in.js';

const repository = makeFolder('repository');
const folder = taskFolder('tasks: { hello: { script: echo hello } }\n');
afterAll(() => {
  folder.remove();
  removeFolder(repository);
});
const write = (name: string, text: string, mode = 0o644) => writeFileSync(join(folder.path, name), text, { mode });

write(
  'batch.yaml',
  `apiVersion: kubetask.io/v1alpha1
kind: Batch
metadata: { name: update }
spec:
  variableContexts:
    - - { type: Repository, repository: { url: '${makeRepository(repository)}', path: one } }
    - - { type: File, file: { filePath: /workspace/AGENT.md, source: { secretKeyRef: { name: rules, key: text } } } }
---
apiVersion: kubetask.io/v1alpha1
kind: Task
metadata: { name: greet }
spec:
  params: [{ name: who }]
  steps: [{ name: say, image: 'busybox:1', script: 'echo "hello $PARAM_WHO $EXTRA"; exit 7' }]
`,
);
write(
  'agent.sh',
  `#!/bin/sh
echo working; echo warned >&2
echo after > "$KUBETASK_REPOSITORY_DIR/kept.txt"
printf '{"summary":"changed one"}' > "$KUBETASK_RESULT"
`,
  0o755,
);
const onFile = ['-x', 'local', '-f', 'batch.yaml'];
const run = (...args: string[]) => folder.task(['run', ...args, ...onFile]);

test('a task of a Batch: live output, what differs, the result and the changes', async () => {
  const { code, stdout, stderr } = await run('batch/update', '--task', '0', '--agent', './agent.sh');
  expect({ code, stdout: stdout.replace(/^index .*\n/m, '') }).toEqual({
    code: 0,
    stdout: `working
result:
  summary: changed one
changes in one:
diff --git a/kept.txt b/kept.txt
--- a/kept.txt
+++ b/kept.txt
@@ -1 +1 @@
-before
+after
`,
  });
  expect(stderr).toMatch(/^update-run-task-0 of batch\/update runs here \(local\). Differences from the cluster:\n/);
  for (const what of ['user', 'root file system', 'network', 'limits', 'service account', 'node'])
    expect(stderr).toMatch(new RegExp(`^ {2}${what} {2,}`, 'm'));
  expect(stderr).toMatch(/^warned\n\nupdate-run-task-0 succeeded after/m);
});

test('a Task: its parameters, -e, and the exit code of its step', async () => {
  const { code, stdout } = await run('task/greet', '-p', 'who=you', '-e', 'EXTRA=$(id)');
  expect({ code, stdout }).toEqual({ code: 7, stdout: 'hello you $(id)\nresult: none\nchanges: none\n' });
});

test('-o json: the result and the changes as one object', async () => {
  const { stdout, stderr } = await run('batch/update', '--task', '0', '--agent', './agent.sh', '-o', 'json');
  expect(JSON.parse(stdout)).toMatchObject({
    name: 'update-run-task-0',
    exitCode: 0,
    outcome: { result: { summary: 'changed one' } },
    changes: [
      { folder: 'one', diff: expect.stringContaining('+after') },
      { folder: '.', diff: '' },
    ],
  });
  expect(stderr).toContain('working');
});

test('output without a newline at its end stays apart from the result', async () => {
  write('short.sh', '#!/bin/sh\nprintf short\n', 0o755);
  expect((await run('batch/update', '--task', '0', '--agent', './short.sh')).stdout).toBe(
    'short\nresult: none\nchanges: none\n',
  );
});

test('Ctrl-C ends the task, and leaves nothing', async () => {
  write('slow.sh', '#!/bin/sh\necho "$WORKSPACE_DIR"; exec sleep 600\n', 0o755);
  const { code, stdout } = await folder.task(
    ['run', 'batch/update', '--task', '0', '--agent', './slow.sh', '--keep', ...onFile],
    { onStdout: (_, interrupt) => interrupt() },
  );
  expect(code).toBe(130);
  expect(existsSync(stdout.trim().split('\n')[0] ?? '')).toBe(false);
});

test('Ctrl-C while the engine is asked', async () => {
  const args = ['run', 'batch/update', '--task', '0', '-x', 'container', '-f', 'batch.yaml'];
  expect(await folder.task(args, { isInterrupted: true })).toMatchObject({ code: 130, stdout: '' });
});

describe('one clear error', () => {
  test.each<[string, string[], string]>([
    ['several tasks', ['batch/update'], 'Cannot choose a task: batch/update has 2; name one with --task\n  0  '],
    [
      'an index that no task has',
      ['batch/update', '--task', '7'],
      'Cannot find task 7: batch/update has no such task; its tasks are 0 to 1\n  0  ',
    ],
    [
      'a name that is nearly one',
      ['batch/update', '--task', 'on'],
      'Cannot find task on: batch/update has no such task',
    ],
    ['an object as the task file', ['update'], 'Cannot use batch.yaml: 2 problems\n  batch.yaml:2:1: the file holds'],
    ['an unknown object', ['batch/updat'], 'Cannot find batch/updat in batch.yaml\n  did you mean update?'],
    ['another place', ['batch/update', '-x', 'job'], 'Cannot run batch/update with -x job'],
    ['two at once', ['batch/update', 'hello'], 'Cannot run batch/update, hello together'],
    ['no value for a parameter', ['task/greet'], 'Cannot plan TaskRun greet-run\n  TaskRun greet-run: spec.params'],
    [
      'a Secret that nobody gave',
      ['batch/update', '--task', '1'],
      'Cannot run update-run-task-1 here: values are missing\n  RULES_TEXT is not set: it is key text of Secret rules',
    ],
    ['an option of objects for a task of the file', ['hello', '--keep'], 'Cannot use --keep: it belongs to a task of'],
  ])('%s', async (_, args, message) => {
    const { code, stderr } = await folder.task(['run', '-f', 'batch.yaml', ...args]);
    expect(code).not.toBe(0);
    expect(stderr).toContain(`error: ${message}`);
  });
});
