import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { NOTICE } from '../../stand-in/notice.js';
import type { StandIns } from '../../tekton/start-tekton.js';

/** Kaniko's stand-in, compiled, with this folder for its registry; beside which it lies. */
export async function standInsFor(registry: string): Promise<StandIns> {
  const outfile = join(dirname(registry), 'stand-in.mjs');
  await build({
    entryPoints: ['packages/embedded-cluster/stand-in/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  return { programs: { '/kaniko/executor': [process.execPath, outfile, registry] }, notice: NOTICE };
}
