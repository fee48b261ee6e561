import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { AgentPreset } from '../../plan/agent-preset/preset.js';

/**
 * Installs the CLI of a preset as its image does, from the lockfile of the image, once for each lockfile.
 *
 * @param root of the checkout
 * @param say called when it is not installed yet, which takes a while
 * @returns the folder of its programs
 */
export async function installedCli(
  { name, npmScript }: AgentPreset,
  root: string,
  say: (line: string) => void = () => undefined,
): Promise<string> {
  const image = resolve(root, 'images/agents', name);
  const lock = readFileSync(join(image, 'package-lock.json'));
  const folder = resolve(
    root,
    'node_modules/.cache/kubetask-agents',
    `${name}-${createHash('sha256').update(lock).digest('hex').slice(0, 12)}`,
  );
  const programs = join(folder, 'node_modules', '.bin');
  if (existsSync(folder)) return programs;
  say(`installing ${name} with npm ci, once; this usually takes less than a minute`);
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(image, file), join(unfinished, file));
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await promisify(execFile)('npm', args, { cwd: unfinished });
  if (npmScript !== undefined)
    await promisify(execFile)(process.execPath, [join(unfinished, 'node_modules', npmScript)], { cwd: unfinished });
  try {
    renameSync(unfinished, folder);
  } catch {
    // Another test file was faster.
    rmSync(unfinished, { recursive: true, force: true });
  }
  return programs;
}
