import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { RepositoryContext } from '../../../api/generated/kinds.js';
import { plannedRepositories } from '../../../plan/context/repository.js';
import { cloneScripts, clones } from '../../../plan/pod/clones.js';
import { SETUP_DIR } from '../../../plan/pod/paths.js';

/** A folder at the front of PATH, in which `sleep` returns immediately. */
export interface Workbench {
  readonly folder: string;
  readonly path: string;
}

export function makeWorkbench(): Workbench {
  const folder = mkdtempSync(join(tmpdir(), 'clone-'));
  const programs = join(folder, 'bin');
  for (const one of [programs, join(folder, 'tmp')]) mkdirSync(one);
  writeFileSync(join(programs, 'sleep'), '#!/bin/sh\n');
  chmodSync(join(programs, 'sleep'), 0o755);
  return { folder, path: `${programs}${delimiter}${process.env['PATH']}` };
}

export const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', ['-C', folder, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
    encoding: 'utf8',
    stdio: 'pipe',
    env: { PATH: process.env['PATH'], HOME: folder, GIT_ALLOW_PROTOCOL: 'file:http' },
  }).trim();

/** With the files in one commit, if there are any. */
export function makeRepository(folder: string, files: Readonly<Record<string, string>> = {}): string {
  mkdirSync(folder, { recursive: true });
  git(folder, 'init', '--quiet', '--template=', '--initial-branch', 'main');
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  if (Object.keys(files).length > 0) commitAll(folder, Object.keys(files).join(', '));
  return folder;
}

function commitAll(folder: string, message: string): void {
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '-m', message);
}

/** The hash of the new commit. */
export function commitFile(folder: string, file: string, text: string | Buffer): string {
  writeFileSync(join(folder, file), text);
  commitAll(folder, file);
  return git(folder, 'rev-parse', 'HEAD');
}

export interface Cloned {
  readonly status: number;
  readonly message: string;
  readonly log: string;
  readonly target: string;
}

/** Runs the planned init container of a repository as in a Pod. */
export async function runClone(
  { folder, path }: Workbench,
  repository: RepositoryContext,
  secret?: Readonly<Record<string, string>>,
  runAs: readonly string[] = [],
): Promise<Cloned> {
  const secretRef = secret ? { secretRef: { name: 'git' } } : {};
  const context = { type: 'Repository' as const, repository: { ...repository, ...secretRef, path: 'clone' } };
  const planned = plannedRepositories([{ context, path: '', owner: 'template' }]);
  const setup = join(folder, 'setup');
  mkdirSync(setup, { recursive: true });
  for (const { key, text } of cloneScripts(planned)) writeFileSync(join(setup, key), text);
  const { initContainers = [] } = clones(planned, {
    workspaceDir: join(folder, 'ws'),
    initImage: 'image',
    sharesPasswd: false,
  });
  const [container] = initContainers.slice(-1);
  const command = (container?.command ?? []).map((word) => word.replaceAll(SETUP_DIR, setup));
  const [shell = '', ...args] = [...runAs, ...command];
  const env = Object.fromEntries((container?.env ?? []).map(({ name, value = '' }) => [name, value]));
  const message = join(folder, 'message');
  const own = { PATH: path, HOME: folder, TMPDIR: join(folder, 'tmp'), KUBETASK_MESSAGE: message };
  const given = { ...env, ...own, ...(secret ? { GIT_SECRET_DIR: secretFolder(folder, secret) } : {}) };
  return new Promise((done) =>
    execFile(shell, args, { env: given }, (error, stdout, stderr) =>
      done({
        status: error ? Number(error.code) : 0,
        message: existsSync(message) ? readFileSync(message, 'utf8') : '',
        log: stdout + stderr,
        target: join(folder, 'ws', 'clone'),
      }),
    ),
  );
}

function secretFolder(folder: string, secret: Readonly<Record<string, string>>): string {
  const own = join(folder, 'secret');
  mkdirSync(own);
  for (const [key, value] of Object.entries(secret)) writeFileSync(join(own, key), value);
  return own;
}
