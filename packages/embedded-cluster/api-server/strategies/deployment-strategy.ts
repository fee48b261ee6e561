import { type FieldError, invalid, required } from '../../../structural-schema/field-error.js';
import type { ApiObject } from '../objects/api-object.js';
import type { Strategy } from '../resources/strategy.js';
import { immutableErrors } from './immutable-fields.js';
import { defaultPodSpec } from './pod-defaults.js';
import { fillIn, type PodTemplateDraft } from './pod-spec.js';
import { podSpecErrors } from './pod-validation.js';

interface DeploymentSpecDraft {
  replicas?: number;
  selector?: { matchLabels?: Record<string, string> };
  template?: PodTemplateDraft;
  strategy?: { type?: string; rollingUpdate?: object };
  revisionHistoryLimit?: number;
  progressDeadlineSeconds?: number;
}

const specOf = (deployment: ApiObject): DeploymentSpecDraft => (deployment.spec ?? {}) as DeploymentSpecDraft;

export const deploymentStrategy: Strategy = {
  prepareForCreate(draft) {
    draft.spec = specOf(draft);
    fillDefaults(specOf(draft));
  },
  prepareForUpdate: (draft) => fillDefaults(specOf(draft)),
  validate: (deployment) => specErrors(specOf(deployment)),
  validateUpdate: (deployment, old) => [
    ...immutableErrors(deployment, old, 'spec', ['selector']),
    ...specErrors(specOf(deployment)),
  ],
};

function fillDefaults(spec: DeploymentSpecDraft): void {
  fillIn(spec, {
    replicas: 1,
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    strategy: {},
  });
  if (spec.strategy) fillStrategy(spec.strategy);
  if (spec.template?.spec) defaultPodSpec(spec.template.spec);
}

function fillStrategy(strategy: NonNullable<DeploymentSpecDraft['strategy']>): void {
  strategy.type ??= 'RollingUpdate';
  if (strategy.type !== 'RollingUpdate') return;
  strategy.rollingUpdate = { maxUnavailable: '25%', maxSurge: '25%', ...strategy.rollingUpdate };
}

function specErrors({ selector, template }: DeploymentSpecDraft): FieldError[] {
  const labels = template?.metadata?.labels ?? {};
  const matches = selector && Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  const mismatch = invalid('spec.template.metadata.labels', labels, '`selector` does not match template `labels`');
  return [
    ...(selector ? [] : [required('spec.selector')]),
    ...(matches ? [] : [mismatch]),
    ...podSpecErrors(template?.spec ?? {}, 'spec.template.spec'),
  ];
}
