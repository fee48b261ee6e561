import { contentHash } from '../../../kubernetes-conventions/content-hash.js';
import type { KubernetesObject } from '../../../kubernetes-conventions/kubernetes-object.js';
import { controllerReference } from '../../workloads/controller-reference.js';
import type { PipelineRun, WorkspaceBinding } from '../objects.js';

/** One per run and workspace. */
export const claimNameOf = ({ metadata }: PipelineRun, { name }: WorkspaceBinding): string =>
  `pvc-${contentHash([metadata.uid ?? '', name])}`;

/** Whether the volumes go when the run is over; else with the run. @source tekton 1.12: docs/workspaces.md */
export const cleansUp = ({ metadata }: PipelineRun): boolean =>
  metadata.annotations?.['tekton.dev/auto-cleanup-pvc'] === 'true';

/** The volumes that are made for the run and go with it; none without a volumeClaimTemplate. */
export function claimsOf(run: PipelineRun): readonly KubernetesObject[] {
  const { namespace } = run.metadata;
  return (run.spec.workspaces ?? []).flatMap((workspace) => {
    const { volumeClaimTemplate } = workspace;
    if (!volumeClaimTemplate) return [];
    const { labels, annotations } = volumeClaimTemplate.metadata ?? {};
    const metadata = {
      name: claimNameOf(run, workspace),
      ...(namespace !== undefined && { namespace }),
      ...(labels && { labels }),
      ...(annotations && { annotations }),
      ownerReferences: [controllerReference(run)],
    };
    return [{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec: volumeClaimTemplate.spec ?? {} }];
  });
}
