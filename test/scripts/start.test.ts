import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from '@jest/globals';

const folder = mkdtempSync(join(tmpdir(), 'test-start-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('npm start: the sample fleet succeeds, with the agents of the examples', async () => {
  const program = [resolve('build/scripts/start/main.js'), '--repos', '1'];
  const child = spawn(process.execPath, program, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: expect.stringMatching(/^accounts +Succeeded \(stand-in\)/m),
    stderr: expect.stringContaining('1/1 task succeeded'),
  });
}, 120_000);
