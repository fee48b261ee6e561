import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

export interface FleetRepository {
  readonly name: string;
  /** `file://` URL of the bare repository. */
  readonly url: string;
}

const names = ['accounts', 'billing', 'catalog', 'delivery', 'email', 'fraud', 'gateway', 'history'];

/**
 * Creates `count` bare Git repositories with a few commits each below `folder`.
 * @throws Error if git is missing or fails, or if `signal` aborts
 */
export async function makeFleet(folder: string, count: number, signal: AbortSignal): Promise<FleetRepository[]> {
  const fleet: FleetRepository[] = [];
  await mkdir(folder, { recursive: true });
  const work = await mkdtemp(join(tmpdir(), 'kubetask-fleet-'));
  try {
    for (let i = 0; i < count; i += 1) {
      const name = nameOf(i);
      const bare = resolve(folder, `${name}.git`);
      await makeRepository({ bare, work: join(work, String(i)), commits: commitsOf(name) }, signal);
      fleet.push({ name, url: pathToFileURL(bare).href });
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return fleet;
}

const nameOf = (i: number) => names[i] ?? `service-${String(i).padStart(3, '0')}`;

/** Message, file and text. */
export type Commit = [message: string, file: string, text: string];

export interface NewRepository {
  /** The path of the bare repository, absolute. */
  readonly bare: string;
  /** A temporary folder; it must not exist. */
  readonly work: string;
  readonly commits: readonly Commit[];
}

/** Creates a bare Git repository with these commits on `main`. @throws Error if git is missing or fails */
export async function makeRepository({ bare, work, commits }: NewRepository, signal: AbortSignal): Promise<void> {
  const git = (...args: string[]) => run('git', args, { cwd: work, env: gitEnvironment(), signal });
  await mkdir(work);
  await git('init', '--quiet', '--initial-branch=main');
  for (const [message, file, text] of commits) {
    await writeFile(join(work, file), text);
    await git('add', '--all');
    await git('-c', 'user.name=demo', '-c', 'user.email=demo@example.org', 'commit', '--quiet', '-m', message);
  }
  await git('clone', '--quiet', '--bare', '.', bare);
}

const run = promisify(execFile);

const commitsOf = (name: string): Commit[] => [
  ['docs: what it is', 'README.md', `# ${name}\n\nRuns on node:20.\n`],
  ['feat: image', 'Containerfile', 'FROM docker.io/library/node:20\nCOPY server.js /\nCMD ["node", "/server.js"]\n'],
  ['feat: server', 'server.js', `require('node:http').createServer((_, r) => r.end('${name}')).listen(8080);\n`],
];

/** Ignores the user's git configuration (signing, hooks, templates). */
const gitEnvironment = () => ({ ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' });
