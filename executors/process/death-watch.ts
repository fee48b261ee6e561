import { spawn } from 'node:child_process';

/** What remains of a task if this process ends before it. */
export interface Remains {
  /** A process, or with a negative id the process group of that leader. */
  readonly id: number;
  /** Ends what the process has started in another place, such as a container. @default nothing */
  readonly argv?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** Waits for one line. When the pipe closes without it, we are dead. A container may just be in the making, hence twice. */
const script = `
trap '' HUP INT TERM
read -r word
[ "$word" = bye ] && exit 0
kill -s KILL -- "$1" 2>/dev/null
shift
[ $# -gt 0 ] || exit 0
"$@"
sleep 2
exec "$@"
`;

/**
 * Starts a tiny process, in a session of its own, that outlives us: if we end without `dismiss`, even by SIGKILL, it ends
 * what remains of a task.
 */
export function watchDeath({ id, argv = [], env }: Remains): { readonly dismiss: () => void } {
  const child = spawn('/bin/sh', ['-c', script, 'kubetask-watch', String(id), ...argv], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env,
  });
  child.on('error', () => undefined); // without a shell, a task runs all the same
  child.stdin.on('error', () => undefined); // somebody ended it before us
  child.unref();
  return { dismiss: () => child.stdin.end('bye\n') };
}
