import { setupContainers } from '../../api/containers.js';
import {
  ANNOTATION_TASK_KEY,
  LABEL_BATCH,
  LABEL_BATCH_RUN,
  LABEL_TASK,
  LABEL_TASK_INDEX,
  LABEL_TASK_NAME,
  LABEL_TASK_RUN,
} from '../../api/labels.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { isJsonObject, type JsonObject } from '../../packages/structural-schema/json-schema-props.js';
import { itemsOf, type PodTemplate, podTemplateOf } from '../pod-security/pod-templates.js';
import { maskedText } from '../secrets/masked-text.js';

/** A task as its Job or Pod says it. */
export interface ReviewedTask {
  /** `batchrun/x` or `taskrun/x`. */
  readonly run: string;
  readonly namespace: string | undefined;
  /** `batch/x`, `task/x`, or empty for an inline spec. */
  readonly template: string;
  /** Its name; empty for a task that is one by its place in the list. */
  readonly name: string;
  /** Its place; empty for a task that has a name. */
  readonly index: string;
  /** URL of the first repository that is cloned; empty without one. */
  readonly repository: string;
  readonly key: string;
  readonly object: KubernetesObject;
  readonly pod: PodTemplate;
}

/** Undefined for what is no Job of a BatchRun and no Pod of a TaskRun. */
export function taskOf(object: KubernetesObject): ReviewedTask | undefined {
  const { labels, annotations, namespace } = object.metadata;
  const labelOf = (label: string): string => textOf(labels, label);
  const [runLabel, templateLabel, kind] =
    object.kind === 'Job' ? [LABEL_BATCH_RUN, LABEL_BATCH, 'batch'] : [LABEL_TASK_RUN, LABEL_TASK, 'task'];
  const run = object.kind === 'Job' || object.kind === 'Pod' ? labelOf(runLabel) : '';
  const pod = run === '' ? undefined : podTemplateOf(object);
  if (!pod) return undefined;
  const template = labelOf(templateLabel);
  return {
    run: `${kind}run/${run}`,
    namespace,
    template: template === '' ? '' : `${kind}/${template}`,
    name: labelOf(LABEL_TASK_NAME),
    index: labelOf(LABEL_TASK_INDEX),
    repository: repositoryOf(pod),
    key: textOf(annotations, ANNOTATION_TASK_KEY),
    object,
    pod,
  };
}

/** What a file says is of any type. */
function textOf(values: unknown, key: string): string {
  const value = isJsonObject(values) ? values[key] : undefined;
  return typeof value === 'string' ? value : '';
}

function repositoryOf({ spec, specPath }: PodTemplate): string {
  const clone = itemsOf(spec, 'initContainers', specPath).find(
    ({ container }) => container['name'] === `${setupContainers.clone.name}-0`,
  );
  return clone ? literalOf(clone.container, 'GIT_URL') : '';
}

/** The literal value of a variable; empty where there is none. */
export function literalOf(container: JsonObject, name: string): string {
  const variable = itemsOf(container, 'env', '').find(({ container: one }) => one['name'] === name);
  const value = variable?.container['value'];
  return typeof value === 'string' ? value : '';
}

/** What people call the task: its name, else its repository without the host, else its place. */
export function calledTask({ name, repository, index, object }: ReviewedTask): string {
  if (name !== '') return name;
  const path = repository.replace(/^[a-z+]+:\/\/[^/]*\//i, '').replace(/\.git$/, '');
  if (path !== '') return maskedText(path);
  return index === '' ? object.metadata.name : `task ${index}`;
}
