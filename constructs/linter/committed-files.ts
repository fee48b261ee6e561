import { basename, dirname, relative, resolve } from 'node:path';
import type { BaseFile } from './documents-of-file.js';
import type { Git } from './git.js';
import { folderOf, isManifest } from './manifest-path.js';

/**
 * The files of YAML in the output folder at a revision, or in the folder of the repository that `base` names.
 *
 * @throws Error that says what git says, and what is wanted
 */
export function committedFiles(base: string, outdir: string, git: Git): BaseFile[] {
  const wanted = 'give a folder of YAML files, a Git revision such as origin/main, or REVISION:FOLDER';
  try {
    const [revision = '', path] = base.split(/:(.*)/s);
    const { cwd, folder } = path === undefined ? besideOutput(outdir) : { cwd: repositoryRoot(git), folder: path };
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

const repositoryRoot = (git: Git): string => git('.', 'rev-parse', '--show-toplevel').trim();
