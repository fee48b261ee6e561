import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { writeLibrary } from '../../scripts/library/write-library.js';

/** What a program printed, and how it ended. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder in which the npm package is installed, for projects of users below it. */
export interface InstalledPackage {
  readonly folder: string;
  /** Writes the files of one project and returns its folder. */
  project(name: string, files: Readonly<Record<string, string>>): string;
  remove(): void;
}

const npm = (args: readonly string[], cwd: string): string =>
  execFileSync('npm', [...args, '--offline', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });

/** A packed npm package. */
export interface Tarball {
  readonly file: string;
  remove(): void;
}

/** Packs the library of this checkout, without the programs: other tests run those, and use `build/` at the same time. */
export async function packLibrary(): Promise<Tarball> {
  const copy = mkdtempSync(join(tmpdir(), 'kubetask-packed-'));
  const manifest = { ...readManifest(), scripts: {}, workspaces: [], bin: {} };
  writeFileSync(join(copy, 'package.json'), JSON.stringify(manifest));
  await writeLibrary(join(copy, 'build/library'));
  mkdirSync(join(copy, 'dist'));
  cpSync('dist/crds.k8s.yaml', join(copy, 'dist/crds.k8s.yaml'));
  const file = join(copy, npm(['pack', '--silent'], copy).trim());
  return { file, remove: () => rmSync(copy, { recursive: true }) };
}

/**
 * Installs a tarball in an empty folder.
 *
 * @param others packages that the projects have besides it, by name, with their folders
 */
export function installPackage({ file }: Tarball, others: Readonly<Record<string, string>>): InstalledPackage {
  const folder = mkdtempSync(join(tmpdir(), 'kubetask-package-'));
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const { dependencies } = readManifest();
  npm(['install', '--install-links', file, ...Object.keys(dependencies).map(installed)], folder);
  for (const [name, path] of Object.entries(others)) link(path, join(folder, 'node_modules', name));
  return {
    folder,
    project: (name, files) => writeProject(join(folder, name), files),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** The folder of a package that is installed in this repository. */
export const installed = (name: string): string => resolve('node_modules', name);

/** The folder of a package as the projects of users have it: of an earlier version. */
export const installedForUsers = (name: string): string => resolve('test/package/node_modules', name);

const readManifest = () =>
  JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Readonly<Record<string, string>> };

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}

function writeProject(folder: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Runs a Node.js program in a project. */
export function node(project: string, args: readonly string[], own: NodeJS.ProcessEnv = {}): Ended {
  const env = { ...process.env, NODE_OPTIONS: '', ...own };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: project, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const compilers = { 5: installedForUsers('typescript/bin/tsc'), 7: installed('typescript/bin/tsc') } as const;

/** The version of TypeScript. */
export type Compiler = keyof typeof compilers;

/** The errors of the compiler for a project with a `tsconfig.json`; empty when there are none. */
export function compile(project: string, compiler: Compiler): string {
  const { stdout, stderr } = node(project, [compilers[compiler], '-p', '.']);
  return stdout + stderr;
}
