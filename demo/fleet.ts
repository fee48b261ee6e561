import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface FleetRepository {
  readonly name: string;
  /** `file://` URL of the bare repository. */
  readonly url: string;
}

const names = ['accounts', 'billing', 'catalog', 'delivery', 'email', 'fraud', 'gateway', 'history'];

/**
 * Makes `count` bare Git repositories with a few commits each below `folder`, stand-ins for a user's own.
 * @throws Error when git is missing or fails.
 */
export function makeFleet(folder: string, count: number): FleetRepository[] {
  mkdirSync(folder, { recursive: true });
  return Array.from({ length: count }, (_, i) => makeRepository(folder, repositoryName(i)));
}

const repositoryName = (i: number) => names[i] ?? `service-${String(i).padStart(3, '0')}`;

function makeRepository(folder: string, name: string): FleetRepository {
  const bare = resolve(folder, `${name}.git`);
  const work = mkdtempSync(join(tmpdir(), 'kubetask-fleet-'));
  try {
    git(work, 'init', '--quiet', '--initial-branch=main');
    for (const [message, files] of commitsOf(name)) {
      for (const [file, text] of Object.entries(files)) writeFileSync(join(work, file), text);
      git(work, 'add', '--all');
      git(work, '-c', 'user.name=demo', '-c', 'user.email=demo@example.org', 'commit', '--quiet', '-m', message);
    }
    git(work, 'clone', '--quiet', '--bare', '.', bare);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return { name, url: pathToFileURL(bare).href };
}

const commitsOf = (name: string): [string, Record<string, string>][] => [
  ['docs: what it is', { 'README.md': `# ${name}\n\nRuns on node:20.\n` }],
  ['feat: image', { Containerfile: `FROM docker.io/library/node:20\nCOPY server.js /\nCMD ["node", "/server.js"]\n` }],
  ['feat: server', { 'server.js': `require('node:http').createServer((_, r) => r.end('${name}')).listen(8080);\n` }],
];

function git(folder: string, ...args: string[]): void {
  execFileSync('git', ['-C', folder, ...args], { stdio: ['ignore', 'ignore', 'pipe'], env: gitEnv() });
}

/** The user's own git configuration (signing, hooks, default branch) has no say in the fleet. */
const gitEnv = () => ({ ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' });
