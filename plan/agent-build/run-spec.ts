import type { AgentBuildSpec } from '../../api/generated/kinds.js';
import { goDuration } from '../../packages/kubernetes-conventions/go-duration.js';
import type { ObjectMeta } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { canonicalQuantity } from '../agent/quantity.js';
import { runParams } from './params.js';
import { NON_ROOT } from './security.js';
import { isSinglePod, WORKSPACE } from './tasks.js';
import type { PipelineRunSpec, WorkspaceBinding } from './tekton-objects.js';

const DEFAULT_TIMEOUT_SECONDS = 3600;
const DEFAULT_SIZE = '5Gi';

/**
 * From Tekton 1.11 on the volume goes when the run is done, not only with it.
 *
 * @source https://github.com/tektoncd/pipeline/blob/main/docs/affinityassistants.md
 */
export const runAnnotations = (spec: AgentBuildSpec): Pick<ObjectMeta, 'annotations'> =>
  isSinglePod(spec) ? {} : { annotations: { 'tekton.dev/auto-cleanup-pvc': 'true' } };

/** One run of the Pipeline, as the spec says. */
export function runSpec(name: string, spec: AgentBuildSpec): PipelineRunSpec {
  return {
    pipelineRef: { name },
    params: runParams(spec),
    ...(isSinglePod(spec) ? {} : { workspaces: [sharedVolume(spec)] }),
    timeouts: { pipeline: goDuration(spec.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) },
    taskRunTemplate: {
      serviceAccountName: name,
      // The volume belongs to the group of the steps that are not root.
      podTemplate: { securityContext: { fsGroup: NON_ROOT, fsGroupChangePolicy: 'OnRootMismatch' } },
    },
  };
}

/** Made for the run, and removed with it. */
function sharedVolume({ volume = {} }: AgentBuildSpec): WorkspaceBinding {
  const { size = DEFAULT_SIZE, storageClassName } = volume;
  return {
    name: WORKSPACE,
    volumeClaimTemplate: {
      spec: {
        accessModes: ['ReadWriteOnce'],
        ...(storageClassName === undefined ? {} : { storageClassName }),
        resources: { requests: { storage: canonicalQuantity(size) } },
      },
    },
  };
}
