import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Executable } from '../../../executors/index.js';
import { EndMark } from '../../../executors/remote/end-mark.js';
import { encodeLines, endOfLines } from '../../../executors/remote/line-input.js';
import { NOT_WRITABLE, remoteCommand, stagedCommand } from '../../../executors/remote/remote-command.js';

const awkward = `'"\`\\ $(id) $HOME %s \\n\n\ttwo lines é 漢 -n\n\n`;
const shells = ['dash', 'bash', 'busybox', 'mksh', 'zsh'].flatMap((name) => {
  const path = ['/bin', '/usr/bin'].map((folder) => `${folder}/${name}`).find(existsSync);
  return path === undefined ? [] : [path];
});

const argv = (shell: string, [, ...rest]: readonly string[]) =>
  shell.endsWith('busybox') ? [shell, 'sh', ...rest] : [shell, ...rest];

function runIn(shell: string, executable: Partial<Executable>, stdin = '', env: NodeJS.ProcessEnv = {}) {
  const { command, preamble } = remoteCommand({ name: 'test', script: '', ...executable });
  return run(argv(shell, command), preamble + stdin, env);
}

function run([program = '', ...args]: readonly string[], input: string, env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    input,
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe.each(shells)('%s', (shell) => {
  test.each<[string, Partial<Executable>, object]>([
    ['env', { script: 'printf %s "$ODD"', env: { ODD: awkward } }, { stdout: awkward }],
    ['an argument', { script: 'printf %s "$2"', args: ['a', awkward] }, { stdout: awkward }],
    ['no argument', { script: 'echo $#' }, { stdout: '0\n' }],
    ['4 KB', { script: 'printf %s "$1"', args: ['é'.repeat(2048)] }, { stdout: 'é'.repeat(2048) }],
    ['the working directory', { script: 'pwd', workingDir: '/usr' }, { stdout: '/usr\n' }],
    ['the exit code', { script: 'exit 255' }, { status: 255 }],
    ['an early end', { script: 'false\necho no' }, { status: 1, stdout: '' }],
    ['no variable of ours', { script: 'set +u; echo "$p$l"' }, { stdout: '\n' }],
    ['a script that names the mark', { script: 'echo KUBETASK_END\n' }, { stdout: 'KUBETASK_END\n' }],
    [
      'a #! line',
      { script: '#!/usr/bin/env node\nconsole.log(process.argv[2])', args: [awkward] },
      { stdout: `${awkward}\n` },
    ],
    [
      'env of any name',
      { script: '#!/bin/sh\necho $f$d$p$l', env: { f: '1', d: '2', p: '3', l: '4' } },
      { stdout: '1234\n' },
    ],
    ['the exit code below a #! line', { script: '#!/bin/sh\nexit 7' }, { status: 7 }],
    ['a directory that is missing', { script: 'echo no', workingDir: '/no/such' }, { status: 126, stdout: '' }],
  ])('%s arrives', (_, executable, expected) => {
    expect(runIn(shell, executable)).toMatchObject(expected);
  });

  test('the rest of standard input is left for the script', () => {
    expect(runIn(shell, { script: 'cat' }, `first\n${awkward}`)).toMatchObject({ stdout: `first\n${awkward}` });
  });

  test('input in lines, up to the line that ends it', () => {
    const bytes = Buffer.from(Array.from({ length: 3000 }, (_, index) => index % 256));
    const { command, preambleFor } = remoteCommand({ name: 'test', script: 'cat; exit 9' });
    const lines = Buffer.concat([Buffer.from(preambleFor('lines')), encodeLines(bytes), endOfLines]);
    const { status, stdout } = spawnSync(shell, argv(shell, command).slice(1), { input: lines });
    expect({ status, stdout }).toEqual({ status: 9, stdout: bytes });
  });

  test('a script that ends before its input in lines ends all', async () => {
    const { command, preambleFor } = remoteCommand({ name: 'test', script: 'exit 9' });
    const child = spawn(shell, argv(shell, command).slice(1), { stdio: ['pipe', 'ignore', 'ignore'] });
    child.stdin.write(preambleFor('lines'));
    expect(await once(child, 'close')).toEqual([9, null]);
  });

  test.each<[string, string, number, string]>([
    ['ends', 'cat; echo err >&2; exit 7', 7, 'err\n'],
    ['replaces its shell', 'exec sh -c "exit 8"', 8, ''],
    ['has a trap of its own', 'trap "printf bye >&2" EXIT; exit 9', 9, 'bye'],
    ['is ended by a signal', 'kill -TERM $$', 143, ''],
    ['prints its process list', 'tr "\\0" "\\n" < /proc/$PPID/cmdline >&2; exit 6', 6, 'sh\n'],
  ])('a mark says that a script has ended which %s', (_, script, code, said) => {
    const end = new EndMark();
    const { command, preamble } = remoteCommand({ name: 'test', script }, { end });
    const { status, stderr } = run(argv(shell, command), `${preamble}rest`);
    const shown = end.passOn(Buffer.from(stderr)).toString();
    expect({ status, code: end.exitCode }).toEqual({ status: code, code });
    expect(shown).toContain(said);
    expect(end.passOn(Buffer.from(shown))).toEqual(Buffer.from(shown));
  });

  test('no input', () => {
    const { command, preambleFor } = remoteCommand({ name: 'test', script: 'cat' });
    expect(run(argv(shell, command), `${preambleFor('nothing')}rest`)).toMatchObject({ status: 0, stdout: '' });
  });

  test('a preamble that is cut off runs nothing', () => {
    const { command, preamble } = remoteCommand({ name: 'test', script: 'echo no' });
    expect(run(argv(shell, command), preamble.slice(0, -10))).toMatchObject({ status: 125, stdout: '' });
  });

  test('a staged task leaves no file', () => {
    const { stage, run: runStaged } = stagedCommand({ name: 'test', script: 'printf %s "$1"', args: [awkward] });
    const { stdout: path } = run(argv(shell, stage.command), stage.preamble);
    expect(run(argv(shell, runStaged(path).command), '')).toMatchObject({ status: 0, stdout: awkward });
    expect(existsSync(path)).toBe(false);
  });
});

/** Empty for a process that has ended, although its parent may not know yet. */
function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}

test.each(shells)('%s ends a task with its children', async (shell) => {
  const { command, preamble, endWith } = remoteCommand({ name: 'test', script: 'sleep 600 & echo $!; wait' });
  const [program = '', ...args] = argv(shell, command);
  const child = spawn(program, args, { detached: true, stdio: ['pipe', 'pipe', 'ignore'] });
  const closed = once(child, 'close');
  child.stdin.write(preamble);
  const [output] = await once(child.stdout, 'data');
  expect(run(argv(shell, endWith('TERM')), '')).toMatchObject({ status: 0 });
  expect([
    [null, 'SIGTERM'],
    [143, null],
  ]).toContainEqual(await closed);
  expect(commandOf(Number(output))).toBe('');
  expect(run(argv(shell, endWith('TERM')), '')).toMatchObject({ status: 1 });
});

test('no value is part of the command', () => {
  const { command } = remoteCommand({ name: 'test', script: 'A', args: ['B'], env: { C: 'D' }, workingDir: '/E' });
  const plain = remoteCommand({ name: 'other', script: 'true' });
  const withoutMark = (words: readonly string[]) => words.join(' ').replaceAll(/KUBETASK_END_[0-9a-f]{16}/g, '');
  expect(withoutMark(command)).toEqual(withoutMark(plain.command));
});

test('NUL bytes are refused', () => {
  expect(() => remoteCommand({ name: 'test', script: 'true', env: { A: 'a\0b' } })).toThrow('NUL');
});

test('the exit code of a stage without a writable folder is an exit code', () => {
  expect(NOT_WRITABLE).toBeLessThan(128);
});
