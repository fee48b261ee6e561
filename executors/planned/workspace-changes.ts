import { existsSync, mkdirSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ran, type RunOptions, runProgram } from '../process/run-program.js';
import { wholeFiles } from './whole-files.js';

/** What changed in one folder of a workspace, as `git diff` tells it. */
export interface FolderChanges {
  /** Relative to the workspace; `.` for what lies outside of every clone. */
  readonly folder: string;
  /** Empty when nothing changed; of at most 4 MiB, and each file in it is whole. */
  readonly diff: string;
  /** Paths of the other files that changed, when the diff of all is larger; relative to the folder. */
  readonly leftOut?: readonly string[];
}

export interface WorkspaceChanges {
  /** Since the start; new and deleted files included, those that a .gitignore names not. */
  readonly diff: () => Promise<FolderChanges[]>;
}

export interface Watched {
  readonly workspace: string;
  /** Relative to the workspace. */
  readonly repositories: readonly string[];
  /** What is mounted inside the workspace, relative to it. */
  readonly mounts: readonly string[];
  /** For our own files; absent or empty. */
  readonly scratch: string;
}

/**
 * Remembers the files of a workspace. Git compares them, in repositories of our own: the configuration of a clone, which an agent
 * may have written, is never read, and its index and objects stay as they are.
 *
 * @returns undefined when this machine has no git
 */
export async function rememberFiles(watched: Watched): Promise<WorkspaceChanges | undefined> {
  const folders = [
    ...watched.repositories.map(normal),
    ...(watched.repositories.map(normal).includes('.') ? [] : ['.']),
  ];
  const trees = folders.map((folder, index) => new Tree(watched, folder, join(watched.scratch, String(index))));
  if (!(await runProgram(['git', 'version'], { env: gitEnv() }))) return undefined;
  for (const tree of trees) await tree.remember();
  return {
    diff: async () => {
      const all: FolderChanges[] = [];
      for (const tree of trees) all.push({ folder: tree.folder, ...(await tree.diff()) });
      return all;
    },
  };
}

/** Bytes of a list of files: enough for a million. */
const mostListed = 128 * 1024 * 1024;

const normal = (folder: string): string => folder.replace(/^(\.\/)+|\/+$/g, '') || '.';

/** Nothing of the caller's configuration, and no variable that names a repository. */
const gitEnv = (): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_OPTIONAL_LOCKS: '0',
});

const settings = {
  'core.bare': 'false',
  'core.excludesFile': '/dev/null',
  'core.attributesFile': '/dev/null',
  'core.looseCompression': '0',
  'core.fsync': 'none',
  'core.fsmonitor': 'false',
  'core.quotePath': 'false',
  'advice.addEmbeddedRepo': 'false',
};

/** Bytes are compared as they are, whatever a .gitattributes of the clone says. */
const attributes = '* -text -filter -ident !eol !working-tree-encoding\n';

class Tree {
  private before = '';

  constructor(
    private readonly watched: Watched,
    readonly folder: string,
    private readonly gitDirectory: string,
  ) {}

  async remember(): Promise<void> {
    mkdirSync(this.gitDirectory, { recursive: true });
    await runProgram(['git', 'init', '--quiet', '--template=', '--bare', this.gitDirectory], { env: gitEnv() });
    mkdirSync(join(this.gitDirectory, 'info'), { recursive: true });
    writeFileSync(join(this.gitDirectory, 'info/attributes'), attributes);
    await this.addTracked();
    this.before = await this.write();
  }

  async diff(): Promise<Omit<FolderChanges, 'folder'>> {
    const after = await this.write();
    if (after === this.before) return { diff: '' };
    const compare = ['diff', '--no-color', '--no-ext-diff', '--no-textconv', '-M', this.before, after];
    const { stdout, isCut } = await this.git(...compare);
    if (!isCut) return { diff: stdout };
    const { stdout: names } = await this.git(...compare, '--name-only', '-z', { mostBytes: mostListed });
    return wholeFiles(stdout, names.split('\0').filter(Boolean));
  }

  /** Files of the clone that its own .gitignore names. Asked of the clone before an agent could write its configuration. */
  private async addTracked(): Promise<void> {
    if (this.folder === '.' && !this.watched.repositories.map(normal).includes('.')) return;
    const tracked = await runProgram(
      [
        'git',
        '-c',
        'safe.directory=*',
        '-c',
        'core.fsmonitor=false',
        '-C',
        this.workTree,
        'ls-files',
        '-z',
        '--cached',
        '--ignored',
        '--exclude-standard',
      ],
      { env: gitEnv(), mostBytes: mostListed },
    );
    const files = tracked?.exitCode === 0 ? tracked.stdout : '';
    if (files)
      await this.git('add', '--force', '--ignore-errors', '--pathspec-from-file=-', '--pathspec-file-nul', {
        input: files,
      });
  }

  /** The name of the tree that is there now. Repositories inside are left out: git would ask them, in their configuration. */
  private async write(): Promise<string> {
    await this.git('add', '--all', '--ignore-errors', '--', '.', ...this.excluded());
    const { stdout } = await this.git('ls-files', '--stage', '-z', { mostBytes: mostListed });
    const links = stdout.split('\0').filter((line) => line.startsWith('160000 '));
    const paths = links.map((line) => `${line.slice(line.indexOf('\t') + 1)}\0`).join('');
    if (paths) await this.git('update-index', '--force-remove', '-z', '--stdin', { input: paths });
    return (await this.git('write-tree')).stdout.trim();
  }

  private excluded(): string[] {
    const { repositories, mounts } = this.watched;
    const clones = this.folder === '.' ? repositories.map(normal).filter((folder) => folder !== '.') : [];
    const inside = mounts.flatMap((path) => {
      if (this.folder === '.') return [path];
      return path.startsWith(`${this.folder}/`) ? [path.slice(this.folder.length + 1)] : [];
    });
    return [...clones, ...inside].map((path) => `:(exclude,literal)${path}`);
  }

  /** An empty folder stands for a clone, or a workspace, that an agent has removed, or replaced by a link. */
  private get workTree(): string {
    const { workspace } = this.watched;
    if (existsSync(workspace)) {
      const folder = join(realpathSync(workspace), this.folder);
      if (existsSync(folder) && realpathSync(folder) === folder && statSync(folder).isDirectory()) return folder;
    }
    const empty = join(this.gitDirectory, 'empty');
    mkdirSync(empty, { recursive: true });
    return empty;
  }

  private async git(...args: (string | GitOptions)[]): Promise<Ran> {
    const words = args.filter((arg) => typeof arg === 'string');
    const [options] = args.filter((arg) => typeof arg === 'object');
    const configuration = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const places = [`--git-dir=${this.gitDirectory}`, `--work-tree=${this.workTree}`];
    const ran = await runProgram(['git', ...configuration, ...places, ...words], {
      env: gitEnv(),
      directory: this.workTree,
      ...options,
    });
    return ran ?? { exitCode: 127, stdout: '', isCut: false, stderr: '' };
  }
}

type GitOptions = Pick<RunOptions, 'input' | 'mostBytes'>;
