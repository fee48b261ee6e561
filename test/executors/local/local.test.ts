import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { type Executable, execute, executors } from '../../../executors/index.js';
import { Collected } from '../collect.js';

const directory = realpathSync(mkdtempSync(join(tmpdir(), 'local-')));
const executor = executors.local({ directory, env: { PATH: process.env['PATH'], TMPDIR: directory } });

async function run(executable: Partial<Executable>, stdin?: string) {
  const stdout = new Collected();
  const stderr = new Collected();
  const streams = { stdout, stderr, ...(stdin === undefined ? {} : { stdin: Readable.from([stdin]) }) };
  const exit = await execute({ name: 'test', script: '', ...executable }, { executor, ...streams });
  return { ...exit, stdout: stdout.text, stderr: stderr.text };
}

/** As `ps` tells it; empty when there is no such process. */
const stateOf = (pid: string): string =>
  spawnSync('ps', ['-o', 'stat=', '-p', pid.trim()], { encoding: 'utf8' }).stdout;
/** Gone, or waiting for a parent that has not asked yet. */
const ended = /^(Z.*\n)?$/;

const awkward = `'"\`\\ $(id) $HOME %s\n\ttwo lines é 漢\n`;

test.each<[string, Partial<Executable>, object]>([
  ['stdout and stderr apart', { script: 'echo out; echo err >&2' }, { exitCode: 0, stdout: 'out\n', stderr: 'err\n' }],
  ['its own exit code', { script: 'exit 37' }, { exitCode: 37 }],
  ['the first command that fails ends it', { script: 'false; echo no' }, { exitCode: 1, stdout: '' }],
  ['an unset variable ends it', { script: 'echo "$NO_SUCH"; echo no' }, { stdout: '' }],
  ['128 + n for signal n', { script: 'kill -KILL $$' }, { exitCode: 137, signal: 'SIGKILL' }],
  ['arguments literally', { script: 'printf "%s|%s" "$1" "$2"', args: [awkward, ''] }, { stdout: `${awkward}|` }],
  ['env literally', { script: 'printf %s "$ODD"', env: { ODD: awkward } }, { stdout: awkward }],
  ['the #! line', { script: '#!/usr/bin/env node\nconsole.log(process.argv[2])', args: ['x'] }, { stdout: 'x\n' }],
  ['no standard input by default', { script: 'cat' }, { exitCode: 0, stdout: '' }],
  ['the working directory', { script: 'pwd' }, { stdout: `${directory}\n` }],
  ['a script longer than an argument may be', { script: `#${'x'.repeat(200_000)}\necho end` }, { stdout: 'end\n' }],
])('%s', async (_, executable, expected) => {
  expect(await run(executable)).toMatchObject(expected);
});

test('standard input arrives, with its end', async () => {
  expect(await run({ script: 'cat; echo end' }, 'given\n')).toMatchObject({ exitCode: 0, stdout: 'given\nend\n' });
});

test('a task that does not read its standard input ends well', async () => {
  expect(await run({ script: 'exit 0' }, 'x'.repeat(1_000_000))).toMatchObject({ exitCode: 0 });
});

test.each([
  ['/no/such/interpreter', 'Cannot run task test: /no/such/interpreter does not exist', 127],
  [directory, `Cannot run task test: ${directory} is not executable`, 126],
])('an interpreter %s that cannot run', async (interpreter, message, exitCode) => {
  await expect(run({ script: `#!${interpreter}\n` })).rejects.toMatchObject({ message, exitCode });
});

test('a working directory that does not exist', async () => {
  await expect(run({ workingDir: 'no' })).rejects.toMatchObject({
    message: `Cannot run in ${join(directory, 'no')}: it does not exist`,
  });
});

test('what a task leaves running in its group ends with it', async () => {
  const { stdout } = await run({ script: 'sleep 600 & echo $!' });
  expect(stateOf(stdout)).toMatch(ended);
});

test('an aborted task ends with its children', async () => {
  const abort = new AbortController();
  const stdout = new Collected();
  stdout.once('pipe', (pipe: Readable) => pipe.once('data', () => abort.abort()));
  const script = 'sleep 600 & echo $!; wait';
  const exit = await execute({ name: 'test', script }, { executor, stdout, stderr: stdout, signal: abort.signal });
  expect(exit).toMatchObject({ exitCode: 143, signal: 'SIGTERM' });
  expect(stateOf(stdout.text)).toMatch(ended);
});

test('kill: at once, without the time that SIGTERM gives', async () => {
  const kill = new AbortController();
  const stdout = new Collected();
  stdout.once('pipe', (pipe: Readable) => pipe.once('data', () => kill.abort()));
  const script = 'trap "" TERM; sleep 600 & echo $!; wait';
  const exit = await execute({ name: 'test', script }, { executor, stdout, stderr: stdout, kill: kill.signal });
  expect(exit).toMatchObject({ exitCode: 137, signal: 'SIGKILL' });
  expect(stateOf(stdout.text)).toMatch(ended);
});

test('a task exceeds its timeout', async () => {
  expect(await run({ script: 'sleep 600', timeoutSeconds: 0.05 })).toMatchObject({ exitCode: 124 });
});

test('nothing is left on disk', () => {
  expect(readdirSync(directory)).toEqual([]);
});

test('a process that has left the group does not hold back the end of a task that was aborted', async () => {
  const abort = new AbortController();
  const stdout = new Collected();
  stdout.once('pipe', (output: Readable) => output.once('data', () => abort.abort()));
  const script = 'setsid sleep 600 & echo $!; sleep 600';
  const exit = await execute({ name: 'test', script }, { executor, stdout, stderr: stdout, signal: abort.signal });
  // It still runs, and has the standard output of the task.
  process.kill(Number(stdout.text));
  expect(exit).toMatchObject({ exitCode: 143 });
});

test.each<[string, Partial<Executable>]>([
  ['the first line of the script', { script: '#!/bin/sh\0\n' }],
  ['an argument', { script: 'true', args: ['a\0b'] }],
  ['a variable', { script: 'true', env: { ODD: 'a\0b' } }],
  ['the working directory', { script: 'true', workingDir: 'a\0b' }],
])('a null character in %s is an error in words', async (_, executable) => {
  await expect(run(executable)).rejects.toMatchObject({
    name: 'ExecutionFailure',
    message: expect.stringContaining('contains a null character'),
    exitCode: 126,
  });
});
