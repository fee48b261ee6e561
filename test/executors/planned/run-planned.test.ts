import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from '@jest/globals';
import { inProcesses } from '../../../executors/index.js';
import { Collected } from '../collect.js';
import { expiringClock } from '../expiring-clock.js';
import {
  makeBatch,
  makeFolder,
  makeRepository,
  makeTask,
  makeWorkspace,
  planBatch,
  planTask,
  removeFolder,
  run,
} from './sample.js';

const repository = makeFolder('repository');
afterAll(() => removeFolder(repository));
const clone = { type: 'Repository', repository: { url: makeRepository(repository), path: 'repo' } } as const;
const file = (filePath: string, inline: string) => ({ type: 'File', file: { filePath, source: { inline } } }) as const;

test('the contexts, the clone, the environment and the working directory are those of the cluster', async () => {
  const script =
    'pwd; cat AGENT.md; echo "$TASK_NAME $TASK_NAMESPACE $KUBETASK_RUN $KUBETASK_TASK_INDEX"; cd "$KUBETASK_REPOSITORY_DIR"; cat kept.txt';
  const batch = makeBatch({ variableContexts: [[clone, file('/workspace/AGENT.md', 'do it\n')]] });
  const { exitCode, stdout } = await run(planBatch(batch, makeWorkspace(script)));
  expect({ exitCode, stdout: stdout.split('\n').slice(1) }).toEqual({
    exitCode: 0,
    stdout: ['do it', 'b-run-task-0 ns b-run 0', 'before', ''],
  });
});

test('the exit code, the result and the diff are those of the agent', async () => {
  const script = `printf '{"summary":"done","costUsd":1}' > "$KUBETASK_RESULT"
    cd "$KUBETASK_REPOSITORY_DIR"; echo after > kept.txt; echo changed > ignored.txt; echo new > new.txt; echo x > some.log
    echo note > "$WORKSPACE_DIR/note.txt"; exit 3`;
  const batch = makeBatch({ variableContexts: [[clone, file('/workspace/repo/AGENT.md', 'not in the diff')]] });
  const { exitCode, outcome, changes = [] } = await run(planBatch(batch, makeWorkspace(script)));
  expect({ exitCode, outcome }).toEqual({ exitCode: 3, outcome: { result: { summary: 'done', costUsd: 1 } } });
  const [inClone = '', outside = ''] = changes.map(({ diff }) => diff.replace(/^index .*\n/gm, ''));
  expect(inClone).toBe(`diff --git a/ignored.txt b/ignored.txt
--- a/ignored.txt
+++ b/ignored.txt
@@ -1 +1 @@
-tracked
+changed
diff --git a/kept.txt b/kept.txt
--- a/kept.txt
+++ b/kept.txt
@@ -1 +1 @@
-before
+after
diff --git a/new.txt b/new.txt
new file mode 100644
--- /dev/null
+++ b/new.txt
@@ -0,0 +1 @@
+new
`);
  expect(outside).toContain('+++ b/note.txt');
});

test('an agent that removes its workspace: its own end, and every file as removed', async () => {
  const batch = makeBatch({ variableContexts: [[clone]] });
  const { exitCode, changes = [] } = await run(planBatch(batch, makeWorkspace('rm -rf "$WORKSPACE_DIR"; exit 4')));
  expect({ exitCode, diff: changes[0]?.diff }).toEqual({ exitCode: 4, diff: expect.stringContaining('deleted file') });
});

test('a diff of more than 4 MiB: whole files, and the names of the others', async () => {
  const script = 'cd repo; echo small > a.txt; head -c 4194304 /dev/zero | tr "\\0" x > b.txt; echo small > c.txt';
  const { changes = [] } = await run(planBatch(makeBatch({ variableContexts: [[clone]] }), makeWorkspace(script)));
  expect(changes[0]).toEqual({
    folder: 'repo',
    diff: expect.stringMatching(/\+\+\+ b\/a.txt\n@@ -0,0 \+1 @@\n\+small\n$/),
    leftOut: ['b.txt', 'c.txt'],
  });
});

test('nothing is left on disk; with keep, the workspace alone', async () => {
  const contexts = [[file('/workspace/AGENT.md', 'x')]];
  const plan = planBatch(makeBatch({ variableContexts: contexts }), makeWorkspace('pwd; echo new > new.txt'));
  const scratchOf = (folder: string) => join(folder.trim(), '../../../..');
  expect(existsSync(scratchOf((await run(plan)).stdout))).toBe(false);
  const { workspace = '' } = await run(plan, { keep: true });
  expect(readFileSync(join(workspace, 'new.txt'), 'utf8')).toBe('new\n');
  expect(readdirSync(join(workspace, '../..'))).toEqual(['volumes']);
  expect(readdirSync(join(workspace, '..'))).toEqual(['workspace']);
  removeFolder(scratchOf(workspace));
});

test('steps run in order until one fails, whose exit code it is', async () => {
  const steps = ['echo 1 > "$WORKSPACE_DIR/n"; echo one', 'cat "$WORKSPACE_DIR/n"; exit 5', 'echo three'];
  const task = makeTask({ steps: steps.map((script) => ({ image: 'busybox:1', script })) });
  expect(await run(planTask([task]))).toMatchObject({ exitCode: 5, stdout: 'one\n1\n' });
});

test('a workspace that cannot be prepared: a failure with the words of the container', async () => {
  const missing = { type: 'Repository', repository: { url: 'file:///no/such/repository' } } as const;
  const plan = planBatch(makeBatch({ variableContexts: [[missing]] }), makeWorkspace('echo no'));
  await expect(run(plan)).rejects.toMatchObject({
    message: expect.stringMatching(/^Cannot prepare the workspace of b-run-task-0: clone-0 failed: .*repository/),
    exitCode: 125,
  });
});

test.each([
  [
    'no command stands for the image',
    [],
    'images are not pulled on this machine, and no command replaces agent:v1',
    125,
  ],
  ['a program that is not here', ['no-such-program'], 'no-such-program does not exist on this machine', 127],
  ['a program that is not executable', ['/etc/passwd'], '/etc/passwd is not executable', 126],
])('%s: one failure', async (_, command, message, exitCode) => {
  const workspace = makeWorkspace('', { command });
  const plan = planBatch(makeBatch({ variableContexts: [[]] }), workspace);
  await expect(run(plan)).rejects.toMatchObject({
    message: `Cannot run container agent of b-run-task-0: ${message}`,
    exitCode,
  });
});

test('an aborted task ends with its processes, and leaves nothing', async () => {
  const abort = new AbortController();
  const stdout = new Collected();
  stdout.once('pipe', (pipe: Readable) => pipe.once('data', () => abort.abort()));
  const plan = planBatch(
    makeBatch({ variableContexts: [[]] }),
    makeWorkspace('setsid sleep 600 & echo "$! $PWD"; wait'),
  );
  const exit = await run(plan, { stdout, signal: abort.signal, keep: true });
  const [pid, folder = ''] = stdout.text.trim().split(' ');
  expect(exit).toMatchObject({ exitCode: 143, signal: 'SIGTERM', changes: [] });
  expect(existsSync(folder)).toBe(false);
  execFileSync('tail', ['--pid', pid ?? '', '-f', '/dev/null']); // ends with that process
});

test('a task that exceeds the deadline of its Batch', async () => {
  const batch = makeBatch({ variableContexts: [[]], activeDeadlineSeconds: 60 });
  const { clock, expire } = expiringClock(60);
  const stdout = new Collected();
  stdout.once('pipe', (pipe: Readable) => pipe.once('data', expire));
  const exit = await run(planBatch(batch, makeWorkspace('echo; exec sleep 600')), { clock, stdout });
  expect(exit).toMatchObject({ exitCode: 124 });
});

test('the deadline passes while the workspace is prepared: 124, too, and the agent does not start', async () => {
  const { clock, expire } = expiringClock(60);
  const batch = makeBatch({ variableContexts: [[clone]], activeDeadlineSeconds: 60 });
  const started: string[] = [];
  const exit = await run(planBatch(batch, makeWorkspace('echo never')), {
    clock,
    onStart: (name) => {
      started.push(name);
      expire();
    },
  });
  expect({ exit, started }).toMatchObject({ exit: { exitCode: 124, stdout: '', outcome: {} }, started: ['clone-0'] });
});

test('a shell stands in the place of the agent, with its environment, and starts it', async () => {
  const batch = makeBatch({ variableContexts: [[file('/workspace/AGENT.md', 'do it\n')]] });
  const plan = planBatch(batch, makeWorkspace('echo "agent of $TASK_NAME: $1"', { args: ['sh'] }));
  const stdin = Readable.from(['cat AGENT.md; agent now; exit 4\n']);
  const exit = await run(plan, { shell: true, stdin, place: inProcesses({ shell: '/bin/sh' }) });
  expect(exit).toMatchObject({ exitCode: 4, stdout: 'do it\nagent of b-run-task-0: now\n' });
});
