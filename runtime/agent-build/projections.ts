import { ANNOTATION_SUPERSEDED, LABEL_AGENT_BUILD } from '../../api/labels.js';
import type { Fields } from '../../packages/kubernetes-client/transport/skim.js';
import type { KubernetesObject, ObjectMeta } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { slim } from '../caches/slim-metadata.js';
import type { ObservedCondition, ObservedPod } from '../pod/observed-pod.js';
import { projectPod } from '../pod/project-pod.js';
import type { NamedValue, ObservedPipelineRun, ObservedStep, ObservedTektonTaskRun } from './observed.js';

/** A PipelineRun as the server sends it, as far as it is read. A value is a string, a list or an object. */
export interface RawPipelineRun extends KubernetesObject {
  readonly spec?: { readonly status?: string; readonly params?: readonly RawValue[] };
  readonly status?: RawStatus & { readonly completionTime?: string; readonly results?: readonly RawValue[] };
}

/** The same of a TaskRun of Tekton's. */
export interface RawTektonTaskRun extends KubernetesObject {
  readonly status?: RawStatus & {
    readonly podName?: string;
    readonly steps?: readonly RawStep[];
    readonly results?: readonly RawValue[];
  };
}

interface RawStatus {
  readonly startTime?: string;
  readonly conditions?: readonly ObservedCondition[];
}

interface RawValue {
  readonly name: string;
  readonly value?: unknown;
}

interface RawStep {
  readonly name?: string;
  readonly container?: string;
  readonly running?: object;
  readonly terminated?: { readonly exitCode?: number; readonly reason?: string };
}

/** Everything of a PipelineRun that is read beside its metadata. */
export const pipelineRunFields: Fields = {
  spec: { status: true, params: true },
  status: { startTime: true, completionTime: true, conditions: true, results: true },
};

/** The same of a TaskRun of Tekton's. */
export const tektonTaskRunFields: Fields = {
  status: { startTime: true, conditions: true, podName: true, steps: true, results: true },
};

/** What is kept in memory of a PipelineRun: a copy of its Pipeline, in its status, is most of its size. */
export function projectPipelineRun({ apiVersion, metadata, spec, status }: RawPipelineRun): ObservedPipelineRun {
  const { completionTime, results = [] } = status ?? {};
  const isSuperseded = metadata.annotations?.[ANNOTATION_SUPERSEDED];
  return {
    apiVersion,
    kind: 'PipelineRun',
    metadata: {
      ...labelled(metadata),
      ...(isSuperseded && { annotations: { [ANNOTATION_SUPERSEDED]: isSuperseded } }),
    },
    spec: { ...(spec?.status && { status: spec.status }), params: (spec?.params ?? []).flatMap(textValue) },
    ...(status && {
      status: {
        ...progress(status),
        ...(completionTime && { completionTime }),
        results: results.flatMap(textValue),
      },
    }),
  };
}

export function projectTektonTaskRun({ apiVersion, metadata, status }: RawTektonTaskRun): ObservedTektonTaskRun {
  const { podName, steps = [], results = [] } = status ?? {};
  const error = results.flatMap(textValue).find(({ name }) => name === 'error');
  return {
    apiVersion,
    kind: 'TaskRun',
    metadata: labelled(metadata),
    // Source: https://tekton.dev/docs/pipelines/labels/
    pipelineTask: metadata.labels?.['tekton.dev/pipelineTask'] ?? '',
    ...(status && {
      status: {
        ...progress(status),
        ...(podName && { podName }),
        steps: steps.map(slimStep),
        ...(error && { error: withoutCredentials(error.value) }),
      },
    }),
  };
}

/** Credentials of a URL get no further, from any source. */
const withoutCredentials = (text: string): string => text.replace(/:\/\/[^/\s@]*@/g, '://***@');

export function projectBuildPod(pod: ObservedPod): ObservedPod {
  return { ...projectPod(pod), metadata: labelled(pod.metadata) };
}

const labelled = (metadata: ObjectMeta): ObjectMeta => ({
  ...slim(metadata),
  labels: { [LABEL_AGENT_BUILD]: metadata.labels?.[LABEL_AGENT_BUILD] ?? '' },
});

function progress({ startTime, conditions = [] }: RawStatus) {
  const succeeded = conditions.find(({ type }) => type === 'Succeeded');
  return { ...(startTime && { startTime }), ...(succeeded && { succeeded: slimCondition(succeeded) }) };
}

const slimCondition = ({ type, status, reason = '', message = '' }: ObservedCondition): ObservedCondition => ({
  ...{ type, status, reason, message },
});

const textValue = ({ name, value }: RawValue): NamedValue[] => (typeof value === 'string' ? [{ name, value }] : []);

function slimStep({ name = '', container = '', running, terminated }: RawStep): ObservedStep {
  const { exitCode, reason } = terminated ?? {};
  return {
    name,
    container,
    ...(running && { isRunning: true }),
    ...(exitCode !== undefined && { exitCode }),
    ...(reason && { reason }),
  };
}
