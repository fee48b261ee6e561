import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { makeFolder, removeFolder } from '../planned/sample.js';

const folder = makeFolder('death');
/** Beside the packages it imports. */
const outfile = resolve('node_modules/.cache/kubetask-test/host-task.mjs');
beforeAll(async () => {
  await build({
    ...{ entryPoints: ['test/executors/process/host-task.ts'], outfile, bundle: true },
    ...{ platform: 'node', format: 'esm', packages: 'external' },
  });
  symlinkSync(resolve('test/executors/planned/stand-in-engine.mjs'), join(folder, 'docker'));
  writeFileSync(join(folder, 'state'), JSON.stringify({ images: { 'agent:v1': ['/bin/sh'] } }));
  mkdirSync(join(folder, 'tmp'));
});
afterAll(() => removeFolder(folder));

/** A process that runs a task. */
function hostTask(where: string): ChildProcess & { readonly stdout: NodeJS.ReadableStream } {
  const env = {
    PATH: `${folder}:${process.env['PATH']}`,
    TMPDIR: join(folder, 'tmp'),
    STAND_IN_STATE: join(folder, 'state'),
  };
  return spawn(process.execPath, [outfile, where], { env, stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Resolves when a process is gone, or a zombie that nobody waits for. */
const whenEnded = (pid: string) => once(spawn('tail', ['--pid', pid, '-f', '/dev/null']), 'exit');

test.each(['local', 'container'])(
  'kill -9 of the process that runs a task (%s): nothing of it stays',
  async (where) => {
    const host = hostTask(where);
    const [line] = (await once(createInterface({ input: host.stdout }), 'line')) as [string];
    const pids = line.split(' ');
    expect(pids).toHaveLength(2);
    host.kill('SIGKILL');
    await Promise.all(pids.map(whenEnded));
  },
);
