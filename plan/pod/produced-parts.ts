import type { V1VolumeMount } from '@kubernetes/client-node';

/** Texts that init containers of this Pod produced, at the place that `partLocation` names. */
export const PRODUCED_DIR = '/kubetask/produced';

/** Writable for the containers that produce, gone from the Pod's view once the files are written: no agent mounts it. */
export const producedMount: V1VolumeMount = { name: 'produced', mountPath: PRODUCED_DIR };

/** The script that writes files, after one step: both kinds of parts come together in one folder, where their names give the order. */
export const withProducedParts = (writeFilesScript: string): string => `set -eu
merged="$KUBETASK_PRODUCED/merged"
mkdir -p "$merged"
if [ -d "$KUBETASK_PARTS" ]; then cp -RL "$KUBETASK_PARTS/." "$merged"; fi
if [ -d "$KUBETASK_PRODUCED/parts" ]; then cp -R "$KUBETASK_PRODUCED/parts/." "$merged"; fi
KUBETASK_PARTS=$merged
${writeFilesScript}`;

/** Where a container writes the text that it produces. */
export const producedPath = (location: string): string => `${PRODUCED_DIR}/parts/${location}`;
