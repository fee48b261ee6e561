import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface GitRepository {
  /** `file://`, of a bare repository. */
  readonly url: string;
  readonly commit: string;
}

/** A bare repository of one commit with these files, in a folder that is not there yet. */
export function gitRepository(folder: string, files: Readonly<Record<string, string>>): GitRepository {
  const work = join(folder, 'work');
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const git = (...args: string[]) => execFileSync('git', args, { cwd: work, env, encoding: 'utf8' }).trim();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(work, path)), { recursive: true });
    writeFileSync(join(work, path), text);
  }
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('-c', 'user.name=t', '-c', 'user.email=t@example.org', 'commit', '--quiet', '-m', 'all');
  git('clone', '--quiet', '--bare', '.', join(folder, 'bare.git'));
  return { url: pathToFileURL(join(folder, 'bare.git')).href, commit: git('rev-parse', 'HEAD') };
}
