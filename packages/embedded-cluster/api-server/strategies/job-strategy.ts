import { type FieldError, invalid, notSupported, required } from '../../../structural-schema/field-error.js';
import type { ApiObject } from '../objects/api-object.js';
import type { Strategy } from '../resources/strategy.js';
import { immutableErrors } from './immutable-fields.js';
import { labelErrorsAt } from './metadata-validation.js';
import { defaultPodSpec } from './pod-defaults.js';
import { defaultPodFailurePolicy, type PodFailurePolicyDraft, podFailurePolicyErrors } from './pod-failure-policy.js';
import { fillIn, type PodTemplateDraft } from './pod-spec.js';
import { podSpecErrors } from './pod-validation.js';

interface JobSpecDraft {
  parallelism?: number;
  completions?: number;
  completionMode?: string;
  backoffLimit?: number;
  backoffLimitPerIndex?: number;
  activeDeadlineSeconds?: number;
  ttlSecondsAfterFinished?: number;
  manualSelector?: boolean;
  suspend?: boolean;
  podReplacementPolicy?: string;
  podFailurePolicy?: PodFailurePolicyDraft;
  selector?: { matchLabels?: Record<string, string> };
  template?: PodTemplateDraft;
}

const specOf = (job: ApiObject): JobSpecDraft => (job.spec ?? {}) as JobSpecDraft;
const uidLabel = 'batch.kubernetes.io/controller-uid';

export const jobStrategy: Strategy = {
  prepareForCreate(draft) {
    const spec = specOf(draft);
    draft.spec = spec;
    defaultJobSpec(spec);
    wearLabelsOfPods(draft);
  },
  generate(draft) {
    const spec = specOf(draft);
    if (!spec.manualSelector) generateSelector(spec, draft);
  },
  complete: wearLabelsOfPods,
  prepareForUpdate: (draft) => defaultJobSpec(specOf(draft)),
  validate: (job) => jobSpecErrors(specOf(job)),
  validateUpdate: (job, old) => [...jobSpecErrors(specOf(job)), ...changeErrors(job, old)],
};

/** A Job without labels of its own has those of its Pods. */
function wearLabelsOfPods(job: ApiObject): void {
  const labels = specOf(job).template?.metadata?.labels;
  if (labels && !job.metadata.labels) job.metadata.labels = { ...labels };
}

function defaultJobSpec(spec: JobSpecDraft): void {
  if (spec.completions === undefined && spec.parallelism === undefined)
    fillIn(spec, { completions: 1, parallelism: 1 });
  fillIn(spec, {
    parallelism: 1,
    backoffLimit: spec.backoffLimitPerIndex === undefined ? 6 : 2 ** 31 - 1,
    completionMode: 'NonIndexed',
    suspend: false,
    manualSelector: false,
    podReplacementPolicy: spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed',
  });
  if (spec.podFailurePolicy) defaultPodFailurePolicy(spec.podFailurePolicy);
  // A Job must choose its restart policy: `Always`, which a Pod gets by default, is refused below.
  if (spec.template?.spec) defaultPodSpec(spec.template.spec);
}

/** Both the old and the prefixed labels, as `k8s.io/kubernetes/pkg/registry/batch/job` writes them. */
function generateSelector(spec: JobSpecDraft, { metadata }: ApiObject): void {
  const uid = metadata.uid ?? '';
  const template = spec.template ?? {};
  spec.template = template;
  const generated = {
    [uidLabel]: uid,
    'controller-uid': uid,
    'batch.kubernetes.io/job-name': metadata.name ?? '',
    'job-name': metadata.name ?? '',
  };
  template.metadata = { ...template.metadata, labels: { ...template.metadata?.labels, ...generated } };
  spec.selector = { ...spec.selector, matchLabels: { ...spec.selector?.matchLabels, [uidLabel]: uid } };
}

function jobSpecErrors(spec: JobSpecDraft): FieldError[] {
  const { template, podFailurePolicy, backoffLimitPerIndex } = spec;
  return [
    ...notNegative(spec),
    ...completionModeErrors(spec),
    ...selectorErrors(spec),
    ...labelErrorsAt('spec.template.labels', template?.metadata?.labels),
    ...podSpecErrors(template?.spec ?? {}, 'spec.template.spec'),
    ...restartPolicyErrors(spec),
    ...(podFailurePolicy ? podFailurePolicyErrors(podFailurePolicy, template, backoffLimitPerIndex !== undefined) : []),
  ];
}

function notNegative(spec: JobSpecDraft): FieldError[] {
  const fields = [
    'parallelism',
    'completions',
    'activeDeadlineSeconds',
    'backoffLimit',
    'ttlSecondsAfterFinished',
  ] as const;
  return fields
    .filter((field) => (spec[field] ?? 0) < 0)
    .map((field) => invalid(`spec.${field}`, spec[field], 'must be greater than or equal to 0'));
}

function completionModeErrors({ completionMode, completions }: JobSpecDraft): FieldError[] {
  if (completionMode !== 'Indexed' && completionMode !== 'NonIndexed')
    return [notSupported('spec.completionMode', completionMode, ['NonIndexed', 'Indexed'])];
  if (completionMode === 'NonIndexed' || completions !== undefined) return [];
  return [required('spec.completions', `when completion mode is ${completionMode}`)];
}

function selectorErrors({ selector, template, manualSelector }: JobSpecDraft): FieldError[] {
  if (!selector) return [required('spec.selector')];
  const labels = template?.metadata?.labels ?? {};
  const wanted = Object.entries(selector.matchLabels ?? {});
  const generated = wanted.length === 1 && selector.matchLabels?.[uidLabel] !== undefined;
  const matches = wanted.every(([key, value]) => labels[key] === value);
  return [
    ...(manualSelector || generated ? [] : [invalid('spec.selector', selector, '`selector` not auto-generated')]),
    ...(matches
      ? []
      : [invalid('spec.template.metadata.labels', labels, '`selector` does not match template `labels`')]),
  ];
}

function restartPolicyErrors({ template, podFailurePolicy }: JobSpecDraft): FieldError[] {
  const path = 'spec.template.spec.restartPolicy';
  const restartPolicy = template?.spec?.restartPolicy;
  const allowed = ['OnFailure', 'Never'];
  if (podFailurePolicy && restartPolicy === 'OnFailure')
    return [invalid(path, restartPolicy, 'only "Never" is supported when podFailurePolicy is specified')];
  if (restartPolicy !== undefined && allowed.includes(restartPolicy)) return [];
  return restartPolicy === undefined || restartPolicy === 'Always'
    ? [required(path, 'valid values: "OnFailure", "Never"')]
    : [notSupported(path, restartPolicy, allowed)];
}

/** Where the Pods of a suspended Job run may change until it has started, as `JobMutableNodeSchedulingDirectives` allows. */
function withSchedulingOf(job: ApiObject, old: ApiObject): ApiObject {
  const { startTime } = (old.status ?? {}) as { startTime?: string };
  const [{ template }, oldSpec] = [specOf(job), specOf(old)];
  if (!oldSpec.suspend || startTime || !template) return old;
  const { nodeSelector, affinity, tolerations, schedulingGates } = (template.spec ?? {}) as Record<string, unknown>;
  const scheduling = { nodeSelector, affinity, tolerations, schedulingGates };
  const spec = JSON.parse(JSON.stringify({ ...oldSpec.template?.spec, ...scheduling })) as object;
  const { labels, annotations } = (template.metadata ?? {}) as Record<string, unknown>;
  const metadata = JSON.parse(JSON.stringify({ ...oldSpec.template?.metadata, labels, annotations })) as object;
  return { ...old, spec: { ...oldSpec, template: { ...oldSpec.template, metadata, spec } } } as ApiObject;
}

function changeErrors(job: ApiObject, old: ApiObject): FieldError[] {
  const spec = specOf(job);
  const indexed = spec.completionMode === 'Indexed' && spec.completions === spec.parallelism;
  return immutableErrors(job, withSchedulingOf(job, old), 'spec', [
    ...(indexed ? [] : ['completions']),
    'selector',
    'template.metadata',
    'template.spec',
    'completionMode',
    'podFailurePolicy',
    'backoffLimitPerIndex',
    'managedBy',
    'successPolicy',
  ]);
}
