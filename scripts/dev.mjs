// `npm run dev [-- arguments of npm start]`: compiles after every change of a source file and restarts the program of `npm start`.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import { build, ensureInstalled } from './ensure-installed.mjs';

const callerDirectory = process.env.INIT_CWD ?? process.cwd();
chdir(fileURLToPath(new URL('..', import.meta.url)));
await ensureInstalled();
await build();

const children = [
  ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--watch', '--preserveWatchOutput'],
  ['--watch', '--watch-preserve-output', join(process.cwd(), 'build/scripts/start/main.js'), ...process.argv.slice(2)],
].map((args, at) => spawn(process.execPath, args, { stdio: 'inherit', ...(at === 1 ? { cwd: callerDirectory } : {}) }));
const stop = () => {
  for (const child of children) child.kill('SIGTERM');
};
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop);
for (const child of children) child.on('exit', stop);
