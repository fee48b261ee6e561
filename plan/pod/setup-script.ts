import type { V1Volume, V1VolumeMount } from '@kubernetes/client-node';
import { contentHash } from '../../packages/kubernetes-conventions/content-hash.js';
import { fitName } from '../../packages/kubernetes-conventions/fit-name.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import type { PackOwner } from '../context/text-config-maps.js';
import { SETUP_DIR } from './paths.js';

/** A POSIX shell script of ours that init containers run. */
export interface SetupScript {
  /** What it does, and the beginning of its hash: `clone-52d3a1b2c3`. The name of its file, and unique. */
  readonly key: string;
  readonly text: string;
  /** SHA-256 of the text without the line ends at its end, in hexadecimal digits. */
  readonly digest: string;
}

const known = new Map<string, SetupScript>();

/** The same object for the same text, since thousands of tasks have the same few. */
export function setupScript(name: string, text: string): SetupScript {
  const script = known.get(text) ?? { key: `${name}-${contentHash(text)}`, text, digest: digestOf(text) };
  known.set(text, script);
  return script;
}

/** The shell drops line ends at the end of what it reads. */
const digestOf = (text: string): string => contentHash(text.replace(/\n+$/, ''), 64);

/**
 * Runs a script if it is the planned one. A ConfigMap may be replaced by somebody who may neither change the Job nor read the
 * Secrets that the script uses.
 */
export const startOf = ({ key, digest }: SetupScript): string => `text=$(cat ${SETUP_DIR}/${key})
sum=$(printf %s "$text" | { sha256sum || shasum -a 256; } 2> /dev/null) || :
[ "\${sum%% *}" = ${digest} ] || { echo "${key} is not the planned script: \${sum:-no sha256sum}" | tee "$KUBETASK_MESSAGE" >&2; exit 1; }
eval "$text"
`;

export const setupMount: V1VolumeMount = { name: 'setup', mountPath: SETUP_DIR, readOnly: true };

/** The volume with the scripts of a Pod; none if it has none. */
export const setupVolume = (run: string, scripts: readonly SetupScript[]): V1Volume[] =>
  scripts.length === 0
    ? []
    : [
        {
          name: setupMount.name,
          projected: { sources: scripts.map((script) => ({ configMap: { name: scriptMapName(run, script) } })) },
        },
      ];

/**
 * One immutable ConfigMap for each script: a task with a script that no other task has changes none of theirs.
 *
 * @param run its name, namespace, and the labels of what belongs to it
 */
export const scriptConfigMaps = (run: PackOwner, scripts: Iterable<SetupScript>): KubernetesObject[] =>
  [...new Set(scripts)].map((script) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: scriptMapName(run.name, script),
      ...(run.namespace ? { namespace: run.namespace } : {}),
      labels: run.labels,
    },
    immutable: true,
    data: { [script.key]: script.text },
  }));

const scriptMapName = (run: string, { key }: SetupScript): string => fitName(`${run}-${key}`);
