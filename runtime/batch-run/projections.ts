import {
  ANNOTATION_ATTEMPTS,
  ANNOTATION_JOB_POLICY,
  ANNOTATION_RELEASED_AT,
  ANNOTATION_TASK_KEY,
  ANNOTATION_TASK_PHASE,
  LABEL_OUTCOMES_SHARD,
} from '../../api/labels.js';
import { parseOutcomes } from '../../api/status/outcome-data.js';
import { share } from '../../packages/kubernetes-client/cache/intern.js';
import type { Fields } from '../../packages/kubernetes-client/transport/skim.js';
import { slim } from '../caches/slim-metadata.js';
import { slimCondition, slimSpec, slimStatus } from '../pod/project-pod.js';
import { announcesEnd } from './jobs/job-end.js';
import type { ObservedConfigMap, ObservedJob, ObservedTaskPod } from './observed.js';

type JobSpec = NonNullable<ObservedJob['spec']>;
type JobStatus = NonNullable<ObservedJob['status']>;

/*
 * What is kept in memory of each object. A Pod's and a Job's status are all that may change its task's state; their
 * templates and everything that others wrote are most of their size.
 */

/** Everything of a Job that is read beside its metadata. */
export const jobFields: Fields = {
  spec: {
    ...{ suspend: true, parallelism: true, backoffLimit: true, podFailurePolicy: true },
    template: { spec: { schedulingGates: true } },
  },
  status: { startTime: true, completionTime: true, succeeded: true, failed: true, conditions: true },
};

const jobAnnotations = [ANNOTATION_TASK_KEY, ANNOTATION_TASK_PHASE, ANNOTATION_ATTEMPTS, ANNOTATION_JOB_POLICY];

export function projectJob({ apiVersion, kind, metadata, spec, status }: ObservedJob): ObservedJob {
  return {
    apiVersion,
    kind,
    metadata: slim(metadata, ...jobAnnotations),
    spec: slimJobSpec(spec),
    status: slimJobStatus(status),
  };
}

/** What decides whether the Job may have a Pod, and whether that Pod may start. */
function slimJobSpec({ suspend, parallelism, backoffLimit, podFailurePolicy, template }: JobSpec = {}): JobSpec {
  const { schedulingGates = [] } = template?.spec ?? {};
  return share({
    ...(suspend && { suspend }),
    ...(parallelism === 0 && { parallelism }),
    ...(backoffLimit !== undefined && { backoffLimit }),
    ...(podFailurePolicy && { podFailurePolicy }),
    ...(schedulingGates.length > 0 && { template: { spec: { schedulingGates } } }),
  });
}

function slimJobStatus({ startTime, completionTime, succeeded, failed, conditions = [] }: JobStatus = {}): JobStatus {
  const ends = share(conditions.filter(announcesEnd).map(slimCondition));
  const [started, completed] = [share(startTime), share(completionTime)];
  // One literal: an object that begins with another's members gets a hidden class of its own, as large as itself.
  return { startTime: started, completionTime: completed, succeeded, failed, conditions: ends } as JobStatus;
}

/** The fields of every Pod, and those that stopping it needs. */
export function projectTaskPod({ apiVersion, kind, metadata, spec, status }: ObservedTaskPod): ObservedTaskPod {
  return {
    apiVersion,
    kind,
    metadata: slim(metadata, ANNOTATION_RELEASED_AT),
    spec: slimSpec(spec),
    status: slimStatus(status),
  };
}

/** Everything of a ConfigMap that is read beside its metadata. */
export const configMapFields: Fields = { data: true };

export function projectConfigMap(
  configMap: ObservedConfigMap & { readonly data?: Readonly<Record<string, string>> },
): ObservedConfigMap {
  const { apiVersion, kind, metadata, data } = configMap;
  const isOutcomes = LABEL_OUTCOMES_SHARD in (metadata.labels ?? {});
  return { apiVersion, kind, metadata: slim(metadata), ...(isOutcomes && { outcomes: parseOutcomes(data) }) };
}
