import type { V1Volume } from '@kubernetes/client-node';
import type { Step } from '../../api/generated/kinds.js';
import { literal } from '../../packages/kubernetes-conventions/literal.js';
import type { PackedTexts } from '../context/text-config-maps.js';
import type { Work } from '../pod/container.js';
import { SCRIPTS_DIR } from '../pod/paths.js';
import { stepName } from './step-names.js';

/** Below the 128 KiB that Linux takes as one argument (MAX_ARG_STRLEN), with room for escaping. */
const MAX_ARGUMENT_BYTES = 100 * 1024;

const VOLUME = 'scripts';
const EXECUTABLE = 0o555;

const isExecutable = (script: string): boolean => script.startsWith('#!');
const needsFile = (script: string): boolean =>
  isExecutable(script) || Buffer.byteLength(literal(script)) > MAX_ARGUMENT_BYTES;

/** The scripts that reach their step as a file, in step order. */
export const scriptFiles = (steps: readonly Step[]): string[] =>
  steps.flatMap(({ script }) => (script !== undefined && needsFile(script) ? [script] : []));

/** How a step's container runs its script; `$0` is the script's file or the step's name. */
export function scriptWork(script: string, name: string): Pick<Work, 'command' | 'mounts'> {
  if (!needsFile(script)) return { command: ['/bin/sh', '-e', '-c', literal(script), name] };
  const file = `${SCRIPTS_DIR}/${name}`;
  return {
    command: isExecutable(script) ? [file] : ['/bin/sh', '-e', file],
    mounts: [{ name: VOLUME, mountPath: SCRIPTS_DIR, readOnly: true }],
  };
}

/** The script files, executable and read-only, each under its step's name; none when no step needs one. */
export function scriptVolumes(steps: readonly Step[], texts: PackedTexts): V1Volume[] {
  const sources = steps.flatMap((step, i) => {
    if (step.script === undefined || !needsFile(step.script)) return [];
    const { configMap, key } = texts.locate(step.script);
    return [{ configMap: { name: configMap, items: [{ key, path: stepName(step, i) }] } }];
  });
  return sources.length > 0 ? [{ name: VOLUME, projected: { defaultMode: EXECUTABLE, sources } }] : [];
}
