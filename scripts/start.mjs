// `npm start`: installs and builds what is missing, then runs the sample fleet or your own batch on this machine.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { chdir } from 'node:process';
import { fileURLToPath } from 'node:url';
import { build, ensureInstalled } from './ensure-installed.mjs';

const callerDirectory = process.env.INIT_CWD ?? process.cwd();
chdir(fileURLToPath(new URL('..', import.meta.url)));
await ensureInstalled();
await build();

const child = spawn(process.execPath, [join(process.cwd(), 'build/scripts/start/main.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  cwd: callerDirectory,
});
// Ctrl-C reaches the whole foreground group: the child ends the run, and this process waits for it.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
