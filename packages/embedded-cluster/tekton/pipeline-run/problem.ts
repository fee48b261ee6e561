import type { PipelineRun, PipelineSpec } from '../objects.js';
import { missingParams } from '../param-values.js';
import { failed, type RunCondition } from '../succeeded-condition.js';
import { refusal, unsupportedInPipeline, unsupportedInPipelineRun } from '../unsupported.js';
import { referencesIn } from '../variables.js';
import { missingWorkspaces } from '../workspaces.js';
import { orderProblem } from './task-order.js';

/** Why a PipelineRun cannot run at all, with Tekton's reason; undefined when it can. */
export function pipelineRunProblem(
  { metadata, spec }: PipelineRun,
  pipeline: PipelineSpec | undefined,
  missingTask?: string,
): RunCondition | undefined {
  const unsupported = [
    ...unsupportedInPipelineRun(spec),
    ...(pipeline && spec.pipelineRef ? unsupportedInPipeline(pipeline) : []),
    ...(pipeline ? unknownReferences(pipeline) : []),
  ];
  if (unsupported.length > 0) return failed('PipelineValidationFailed', refusal(unsupported));
  const run = `PipelineRun ${metadata.namespace}/${metadata.name}`;
  if (!pipeline) {
    return failed(
      'CouldntGetPipeline',
      `${run}: there is no Pipeline ${spec.pipelineRef?.name ?? ''} in its namespace`,
    );
  }
  const order = orderProblem(pipeline);
  if (order) return failed('PipelineInvalidGraph', `${run}: ${order}`);
  if (missingTask !== undefined)
    return failed('CouldntGetTask', `${run}: there is no Task ${missingTask} in its namespace`);
  const params = missingParams(pipeline.params, spec.params);
  if (params.length > 0) return failed('ParameterMissing', `${run}: no value for param ${params.join(', ')}`);
  const workspaces = missingWorkspaces(pipeline.workspaces, spec.workspaces);
  if (workspaces.length > 0)
    return failed('InvalidWorkspaceBindings', `${run}: workspace ${workspaces.join(', ')} is not bound`);
  return undefined;
}

/** What the tasks are given and the Pipeline does not know. A `taskSpec` has references of its own. */
function unknownReferences({ params = [], tasks = [], results }: PipelineSpec): readonly string[] {
  const given = tasks.map(({ params: values, workspaces, timeout }) => ({ values, workspaces, timeout }));
  const declared = new Set(params.map(({ name }) => `params.${name}`));
  const isKnown = (reference: string) => declared.has(reference.replace(/\[.*\]$/, '')) || others.test(reference);
  return referencesIn([given, results]).flatMap((each) => (isKnown(each) ? [] : [`$(${each}) here`]));
}

const others = /^(tasks\.[\w-]+\.results\..+|context\.pipelineRun\.(name|namespace|uid)|context\.pipeline\.name)$/;
