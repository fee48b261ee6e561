import { spawn } from 'node:child_process';
import type { OwnedKubeconfig } from '../../owned-kubeconfig.js';
import type { ScratchPaths } from '../scratch/scratch.js';
import type { ProcessMark } from './process-mark.js';

/**
 * What the reaper does, in the shell that every machine has: wait for one line; when the pipe closes without it, end the
 * recorded process groups and, where /proc tells, the processes that left them, then remove what we would have removed.
 */
const script = `
trap '' HUP INT TERM
read -r word
[ "$word" = bye ] && exit 0
for record in "$groups"/*; do
  case "\${record##*/}" in *[!0-9]* | 0* | 1) continue ;; esac
  [ -e "$record" ] && kill -9 "-\${record##*/}" 2>/dev/null
done
for entry in /proc/[0-9]*; do
  grep -zqs "^TMPDIR=$pods/" "$entry/environ" && kill -9 "\${entry##*/}" 2>/dev/null
  [ -n "$mark" ] && grep -qs "^Max msgqueue size  *$mark " "$entry/limits" && kill -9 "\${entry##*/}" 2>/dev/null
done
[ -n "$kubeconfig" ] && grep -qsF "$server" "$kubeconfig" && rm -f "$kubeconfig"
chmod -R u+rwX "$root" 2>/dev/null
rm -rf "$root"
`;

export interface Reaper {
  /** Dismisses it: everything has been cleaned up. */
  dismiss(): void;
}

/**
 * Starts a tiny process, in a session of its own, that outlives us: if we end without `dismiss`, even by SIGKILL, it ends
 * every process of the cluster and removes the scratch folder and the kubeconfig.
 */
export function startReaper(
  { root, pods, processGroups }: ScratchPaths,
  kubeconfig?: OwnedKubeconfig,
  mark?: ProcessMark,
): Reaper {
  const child = spawn('/bin/sh', ['-c', script], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: {
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      root,
      pods,
      groups: processGroups,
      kubeconfig: kubeconfig?.path ?? '',
      server: kubeconfig?.serverUrl ?? '',
      mark: mark === undefined ? '' : String(mark),
    },
  });
  child.on('error', (error) => console.error('The reaper cannot start; a crash would leave processes behind:', error));
  child.stdin.on('error', () => undefined); // somebody ended it before us
  child.unref();
  return { dismiss: () => child.stdin.end('bye\n') };
}
