import type { V1VolumeMount } from '@kubernetes/client-node';
import { setupContainers } from '../../api/containers.js';
import { scriptContainer } from './init-container.js';
import { PASSWD_DIR } from './paths.js';
import type { PodPart } from './pod-part.js';
import { setupScript } from './setup-script.js';

/** What a container that uses ssh mounts; ssh ends at once for a user that `/etc/passwd` does not know. */
export const passwdMount: V1VolumeMount = {
  name: 'passwd',
  mountPath: '/etc/passwd',
  subPath: 'passwd',
  readOnly: true,
};

/** An init container that writes `/etc/passwd` of its image and a line for the user it runs as, whichever that is. */
export function passwd(image: string): PodPart {
  const writer = scriptContainer(passwdScript, {
    name: setupContainers.passwd.name,
    image,
    env: [{ name: 'KUBETASK_PASSWD', value: `${PASSWD_DIR}/passwd` }],
    volumeMounts: [{ name: 'passwd', mountPath: PASSWD_DIR }],
  });
  return { initContainers: [writer], volumes: [{ name: 'passwd', emptyDir: {} }] };
}

export const writePasswdScript = `set -eu
user=$(id -u)
{
  cat /etc/passwd 2> /dev/null || printf 'root:x:0:0:root:/root:/bin/sh\\n'
  printf '\\n'
} | awk -F: -v user="$user" -v group="$(id -g)" -v home="$HOME" '
  NF { print }
  $3 == user { known = 1 }
  END { if (!known) print "kubetask:x:" user ":" group "::" home ":/bin/sh" }
' > "$KUBETASK_PASSWD"
chmod 644 "$KUBETASK_PASSWD"
`;

export const passwdScript = setupScript(setupContainers.passwd.name, writePasswdScript);
