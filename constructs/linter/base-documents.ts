import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';

/** A document of a file of YAML. */
export interface BaseDocument {
  /** Below the output folder; empty for the output folder itself. */
  readonly folder: string;
  /** Path of the file, for errors. */
  readonly file: string;
  /** Of its first line in the file, from 0. */
  readonly line: number;
  readonly text: string;
}

/**
 * The documents of a folder, or of the output folder at a Git revision, which may have none.
 *
 * @throws Error that says why it cannot be read, and what is wanted
 */
export function baseDocuments(base: string, outdir: string): BaseDocument[] {
  const found = statSync(base, { throwIfNoEntry: false });
  if (!found) return committedFiles(base, outdir).flatMap(documentsOf);
  if (!found.isDirectory()) throw new Error('is a file; give a folder of YAML files');
  const files = filesOf(base);
  if (files.length === 0) throw new Error('is a folder without a YAML file; give a folder of YAML files');
  return files.flatMap(documentsOf);
}

type BaseFile = Pick<BaseDocument, 'folder' | 'file' | 'text'>;

function documentsOf({ folder, file, text }: BaseFile): BaseDocument[] {
  let line = 0;
  return text.split(/^---.*\n?/m).flatMap((part, index) => {
    const start = line + (index === 0 ? 0 : 1);
    line = start + (part.match(/\n/g)?.length ?? 0);
    return part.trim() === '' ? [] : [{ folder, file, line: start, text: part }];
  });
}

const isManifest = (name: string): boolean => /\.ya?ml$/.test(name);

const filesOf = (folder: string): BaseFile[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => isManifest(name) && statSync(join(folder, name)).isFile())
    .map((name) => {
      const file = join(folder, name);
      return { folder: folderOf(name), file, text: readFileSync(file, 'utf8') };
    });

const folderOf = (file: string): string => dirname(file).replace(/^\.$/, '');

const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('git', [...args], { cwd, encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'pipe'] });

function committedFiles(base: string, outdir: string): BaseFile[] {
  const wanted = 'give a folder of YAML files, a Git revision such as origin/main, or REVISION:FOLDER';
  try {
    const [revision = '', path] = base.split(/:(.*)/s);
    const { cwd, folder } = path === undefined ? besideOutput(outdir) : { cwd: repositoryRoot(), folder: path };
    // The commit first: a revision that begins with a dash would be an option.
    const commit = git(cwd, 'rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`).trim();
    const names = git(cwd, 'ls-tree', '-r', '-z', '--name-only', commit, '--', folder).split('\0');
    return names.filter(isManifest).map((name) => ({
      folder: folderOf(relative(folder, name)),
      file: `${revision}:${name}`,
      text: git(cwd, 'show', `${commit}:./${name}`),
    }));
  } catch (error) {
    const why = String((error as { stderr?: unknown }).stderr || (error as Error).message)
      .trim()
      .replace(/\s+/g, ' ');
    throw new Error(`is neither a folder nor a Git revision (${why}); ${wanted}`, { cause: error });
  }
}

/** `cdk8s synth` has removed the output folder, so git is asked from the folder around it. */
const besideOutput = (outdir: string) => ({ cwd: dirname(resolve(outdir)), folder: basename(outdir) });

const repositoryRoot = (): string => git('.', 'rev-parse', '--show-toplevel').trim();
