import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** A copy of the example, since running its tasks leaves their logs in it. */
export interface Shop {
  readonly folder: string;
  readonly remove: () => void;
}

export function copyShop(): Shop {
  const folder = mkdtempSync(join(tmpdir(), 'shop-'));
  cpSync('examples/production-ready', folder, { recursive: true });
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

/** The services of the compose file as processes of this machine, and an engine that runs commands beside them. */
export interface StandIn {
  /** With the engine on PATH. */
  readonly env: NodeJS.ProcessEnv;
  readonly stop: () => Promise<unknown>;
}

export async function startStandIn({ folder }: Shop): Promise<StandIn> {
  const db = await startService(folder, 'db', {});
  const api = await startService(folder, 'api', { DATABASE_URL: db.url });
  const web = await startService(folder, 'web', { API_URL: api.url });
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  symlinkSync(resolve('test/executors/container/stand-in-engine.mjs'), join(bin, 'docker'));
  const replace = { 'http://db:8080': db.url, 'http://api:8081': api.url, 8082: new URL(web.url).port };
  const services = { db: 'running', api: 'running', web: 'running' };
  writeFileSync(join(bin, 'state'), JSON.stringify({ services, replace }));
  const env = { PATH: `${bin}:${process.env['PATH']}`, STAND_IN_STATE: join(bin, 'state') };
  const stop = () => Promise.all([db, api, web].map(({ child }) => stopService(child)));
  return { env, stop };
}

/** Says its port when it listens. */
async function startService(folder: string, name: string, values: NodeJS.ProcessEnv) {
  const program = name === 'db' ? 'store.mjs' : 'server.mjs';
  const env = { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: '0', ...values };
  const child = spawn(process.execPath, [program], {
    cwd: join(folder, name),
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout as Readable }), 'line')) as [string];
  return { child, url: `http://127.0.0.1:${/port (\d+)/.exec(line)?.[1]}` };
}

async function stopService(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill();
  await exit;
}

/** The manifests with addresses of the embedded cluster, which has no DNS. */
export function replaceInManifests({ folder }: Shop, file: string, text: string, by: string): void {
  const path = join(folder, 'k8s', file);
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll(text, by));
}
