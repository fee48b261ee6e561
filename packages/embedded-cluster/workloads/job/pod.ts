import type { KubernetesObject, ObjectMeta } from '../../../kubernetes-conventions/kubernetes-object.js';
import type { Job, PodSpec } from '../../objects.js';
import { indexAnnotation } from './indexes.js';
import { trackingFinalizer } from './observed.js';

/** A Pod to create; `generateName` still needs its suffix. */
export interface PodDraft extends Omit<KubernetesObject, 'metadata'> {
  readonly metadata: Omit<ObjectMeta, 'name'> & { readonly generateName: string };
  readonly spec: PodSpec;
}

/** Leaves room for a suffix of 5 in a name of 63. */
const longestGenerateName = 58;

/** The Job's template as a Pod it controls. @param index the completion index, of an Indexed Job only */
export function podOfJob(job: Job, index?: number): PodDraft {
  const { metadata, spec } = job.spec.template;
  const generateName = `${job.metadata.name}-${index === undefined ? '' : `${index}-`}`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...(job.metadata.namespace !== undefined && { namespace: job.metadata.namespace }),
      generateName: generateName.slice(0, longestGenerateName),
      labels: { ...metadata?.labels, ...labels(job), ...(index !== undefined && { [indexAnnotation]: `${index}` }) },
      annotations: { ...metadata?.annotations, ...(index !== undefined && { [indexAnnotation]: `${index}` }) },
      finalizers: [...(metadata?.finalizers ?? []), trackingFinalizer],
      ownerReferences: [controllerReference(job)],
    },
    spec: index === undefined ? (spec ?? { containers: [] }) : indexed(spec ?? { containers: [] }, job, index),
  };
}

function labels(job: Job): Record<string, string> {
  const { name, uid = '' } = job.metadata;
  return {
    'batch.kubernetes.io/controller-uid': uid,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    'job-name': name,
  };
}

function controllerReference({ metadata }: Job) {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    name: metadata.name,
    uid: metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

function indexed(spec: PodSpec, job: Job, index: number): PodSpec {
  const variable = { name: 'JOB_COMPLETION_INDEX', value: `${index}` };
  const withIndex = (container: PodSpec['containers'][number]) => ({
    ...container,
    env: [...(container.env ?? []), variable],
  });
  return {
    ...spec,
    hostname: `${job.metadata.name}-${index}`,
    containers: spec.containers.map(withIndex),
    ...(spec.initContainers && { initContainers: spec.initContainers.map(withIndex) }),
  };
}
