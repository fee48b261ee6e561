import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../main.js';
import { realSurroundings, type Surroundings } from '../surroundings.js';
import type { TokenRequest } from '../token-request.js';

/** A folder for keys and tokens. */
export interface Bench {
  readonly folder: string;
  readonly close: () => void;
  /** Writes the key that requests use. */
  writeKey(text: string): void;
  /** The text of a file of the token; empty when it does not exist. */
  read(name: string): string;
  /** Mints as the init container does; waits take no time. */
  mint(request: Partial<TokenRequest>, surroundings?: Partial<Surroundings>): Promise<Minted>;
}

export interface Minted {
  readonly exitCode: number;
  readonly message: string;
  readonly log: readonly string[];
  /** Milliseconds of each wait. */
  readonly waits: readonly number[];
}

export function makeBench(): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'git-token-'));
  const read = (name: string) => {
    const path = join(folder, 'token', name);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  };
  return {
    folder,
    close: () => rmSync(folder, { recursive: true }),
    writeKey: (text) => writeFileSync(join(folder, 'key'), text),
    read,
    mint: (request, surroundings = {}) => mint(folder, request, surroundings),
  };
}

export const requestOf = (folder: string, request: Partial<TokenRequest>): TokenRequest => ({
  name: 'app',
  repository: 'https://github.com/acme/api.git',
  place: 'https://github.com/acme/api',
  apiUrl: 'http://127.0.0.1:1',
  path: 'acme/api',
  access: 'read',
  keyFile: join(folder, 'key'),
  folder: join(folder, 'token'),
  refresh: false,
  host: { type: 'githubApp', appId: '12', installationId: 34, permissions: {} },
  ...request,
});

async function mint(folder: string, request: Partial<TokenRequest>, more: Partial<Surroundings>): Promise<Minted> {
  const log: string[] = [];
  const waits: number[] = [];
  const message = join(folder, 'message');
  rmSync(message, { force: true });
  rmSync(join(folder, 'token'), { recursive: true, force: true });
  const surroundings: Surroundings = {
    ...realSurroundings,
    log: (line) => log.push(line),
    wait: async (milliseconds) => void waits.push(milliseconds),
    ...more,
  };
  const env = { GIT_TOKENS: JSON.stringify([requestOf(folder, request)]), KUBETASK_MESSAGE: message };
  const exitCode = await main(env, surroundings);
  return { exitCode, message: existsSync(message) ? readFileSync(message, 'utf8') : '', log, waits };
}
