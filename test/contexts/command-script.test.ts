import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commandScript } from '../../plan/pod/command-script.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'command-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the script as its container does. */
async function run(script: string, env: Record<string, string> = {}) {
  const own = mkdtempSync(join(folder, 'run-'));
  const [target, message] = [join(own, 'parts/000/001'), join(own, 'message')];
  const child = spawn('/bin/sh', ['-c', commandScript, 'run-command-0'], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      KUBETASK_MESSAGE: message,
      KUBETASK_SCRIPT: script,
      KUBETASK_FILE: '/workspace/data.txt',
      KUBETASK_TARGET: target,
      KUBETASK_MAX_BYTES: '20',
      KUBETASK_TIMEOUT_SECONDS: '30',
      PASSWORD: 'canary',
      ...env,
    },
  });
  const exitCode = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  try {
    process.kill(-(child.pid ?? 0), 'SIGKILL');
  } catch {
    // No temporary file is left.
  }
  const textAt = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
  return { exitCode, text: textAt(target), message: textAt(message) };
}

describe('a command that succeeds: its standard output is the text', () => {
  const cases: Record<string, { script: string; want: string }> = {
    'unchanged, with its last newline': { script: 'printf "a\\nb\\n"', want: 'a\nb\n' },
    'nothing: an empty text': { script: 'true', want: '' },
    'exactly maxBytes': { script: 'printf 12345678901234567890', want: '12345678901234567890' },
    'standard error is not included': { script: 'echo noise >&2; echo text', want: 'text\n' },
    'quotes, dollars and several lines': { script: "x=$PASSWORD\nprintf '%s' \"$x '\\\\\"", want: "canary '\\" },
  };
  test.each(Object.entries(cases))('%s', async (_, { script, want }) => {
    expect(await run(script)).toEqual({ exitCode: 0, text: want, message: undefined });
  });
});

describe('a command that fails: no text, and a reason', () => {
  const cases: Record<string, { script: string; env?: Record<string, string>; want: string }> = {
    'its exit code': {
      script: 'echo "$PASSWORD"; exit 3',
      want: "exited with code 3; its standard error is in this container's log",
    },
    'an unset variable': { script: 'echo "$NOPE"', want: 'exited with code' },
    'one byte too many': { script: 'printf 123456789012345678901', want: 'wrote more than maxBytes (20) bytes' },
    'endless output': { script: 'yes', want: 'wrote more than maxBytes (20) bytes' },
    'too slow, with child processes': {
      script: 'sleep 600 & sleep 600',
      env: { KUBETASK_TIMEOUT_SECONDS: '1' },
      want: 'did not end within 1 s',
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { script, env, want }) => {
    const { exitCode, text, message } = await run(script, env);
    expect({ exitCode, text }).toEqual({ exitCode: 1, text: undefined });
    expect(message).toContain(`the command for /workspace/data.txt ${want}`);
    expect(message).not.toContain('canary');
  });
});
