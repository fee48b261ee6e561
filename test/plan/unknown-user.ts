import { spawnSync } from 'node:child_process';

const UID = '65532';

/** The UID of no user of this machine, with an `/etc/passwd` of its own, as containers on a cluster run. */
export const asUnknownUser = (passwd: string): readonly string[] => [
  ...['unshare', '--mount', 'sh', '-c'],
  `mount --bind ${passwd} /etc/passwd && exec setpriv --reuid=${UID} --regid=${UID} --clear-groups "$@"`,
  'as-unknown-user',
];

/** Only root may, and not in every container. */
export const canBeUnknownUser =
  spawnSync('unshare', ['--mount', 'sh', '-c', `mount --bind /etc/passwd /etc/passwd && setpriv --reuid=${UID} true`])
    .status === 0;
