import type { TaskSpec, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { type FieldError, invalid } from '../../packages/structural-schema/field-error.js';
import { envProblems, type LocatedVariable, reservedProblems, workspaceVariables } from '../pod/contract-env.js';
import { paramVariable } from './params.js';

/** Variables that kubetask itself sets, those of parameters among them. A step may replace what the WorkspaceConfig sets. */
export function taskEnvProblems(task: TaskSpec, workspace: WorkspaceConfigSpec): FieldError[] {
  const ofSteps = (task.steps ?? []).flatMap(({ env = [] }, i) =>
    env.map(({ name }, j) => ({ name, at: `spec.steps[${i}].env[${j}].name` })),
  );
  return [
    ...envProblems(workspace),
    ...reservedProblems(ofSteps),
    ...paramCollisions(task, [...workspaceVariables(workspace), ...ofSteps]),
  ];
}

function paramCollisions({ params = [] }: TaskSpec, variables: readonly LocatedVariable[]): FieldError[] {
  const paramOf = new Map(params.map(({ name }) => [paramVariable(name), name]));
  return variables.flatMap(({ name, at }) => {
    const param = paramOf.get(name);
    return param ? [invalid(at, name, `is the variable of parameter ${param}; choose another name`)] : [];
  });
}
