import { spawnSync } from 'node:child_process';

const UID = '65532';

/** A UID without a user on this machine, and its own `/etc/passwd`, as in a container on a cluster. */
export const asUnknownUser = (passwd: string): readonly string[] => [
  ...['unshare', '--mount', 'sh', '-c'],
  `mount --bind ${passwd} /etc/passwd && exec setpriv --reuid=${UID} --regid=${UID} --clear-groups "$@"`,
  'as-unknown-user',
];

/** Needs root, and fails in some containers. */
export const canBeUnknownUser =
  spawnSync('unshare', ['--mount', 'sh', '-c', `mount --bind /etc/passwd /etc/passwd && setpriv --reuid=${UID} true`])
    .status === 0;
