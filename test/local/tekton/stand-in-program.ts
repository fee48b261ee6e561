import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { NOTICE } from '../../../local/stand-in/notice.js';
import type { StandIns } from '../../../local/tekton/start-tekton.js';

/** Kaniko's stand-in, compiled, with this folder for its registry. */
export async function standInsFor(registry: string): Promise<StandIns> {
  const folder = join(process.cwd(), 'node_modules/.cache/kubetask-test');
  const outfile = join(folder, 'stand-in.mjs');
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: ['local/stand-in/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  return { programs: { '/kaniko/executor': [process.execPath, outfile, registry] }, notice: NOTICE };
}
