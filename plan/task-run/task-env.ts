import type { TaskSpec, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { invalid } from '../../packages/structural-schema/field-error.js';
import { envProblems, type LocatedVariable, reservedProblems, workspaceVariables } from '../pod/contract-env.js';
import type { PlanProblem } from '../problem.js';
import { paramVariable } from './params.js';

/** Variables that kubetask itself sets, those of parameters among them. A step may replace what the WorkspaceConfig sets. */
export function taskEnvProblems(task: TaskSpec, workspace: WorkspaceConfigSpec): PlanProblem[] {
  const ofSteps = (task.steps ?? []).flatMap(({ env = [] }, i) =>
    env.map(({ name }, j): LocatedVariable => ({ name, owner: 'template', path: `spec.steps[${i}].env[${j}].name` })),
  );
  return [
    ...envProblems(workspace),
    ...reservedProblems(ofSteps),
    ...paramCollisions(task, [...workspaceVariables(workspace), ...ofSteps]),
  ];
}

function paramCollisions({ params = [] }: TaskSpec, variables: readonly LocatedVariable[]): PlanProblem[] {
  const paramOf = new Map(params.map(({ name }) => [paramVariable(name), name]));
  return variables.flatMap(({ name, owner, path }) => {
    const param = paramOf.get(name);
    if (!param) return [];
    return [{ owner, ...invalid(path, name, `is the variable of parameter ${param}; choose another name`) }];
  });
}
