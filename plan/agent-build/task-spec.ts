import { type ParamName, passedOn, taskParam } from './params.js';
import { type ResultName, result } from './results.js';
import type { StepPlan } from './step-plan.js';
import type { Param, TaskSpec } from './tekton-objects.js';

/** A task that runs the steps one after the other, each with its own volumes, and hands over the parameters they need. */
export function taskOf(steps: readonly StepPlan[]): {
  readonly params?: readonly Param[];
  readonly taskSpec: TaskSpec;
} {
  const params = unique(steps.flatMap((one) => one.params));
  const results = unique(steps.flatMap((one) => one.results));
  const volumes = steps.flatMap((one) => one.volumes);
  return {
    params: params.map(passedOn),
    taskSpec: {
      params: params.map(taskParam),
      ...(results.length > 0 ? { results: results.map(result) } : {}),
      steps: steps.map(({ step }) => step),
      ...(volumes.length > 0 ? { volumes } : {}),
    },
  };
}

const unique = <Name extends ParamName | ResultName>(names: readonly Name[]): Name[] => [...new Set(names)];
