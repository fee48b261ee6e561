import { AGENT_CONTAINER, isSetupContainer } from '../../api/containers.js';
import type { Step, TaskSpec } from '../../api/generated/kinds.js';
import { duplicate, type FieldError, invalid } from '../../packages/structural-schema/field-error.js';

/** The containers that do a task's work, in order: its steps, or its agent. A step and its container have one name. */
export const workContainerNames = ({ steps }: TaskSpec): string[] => steps?.map(stepName) ?? [AGENT_CONTAINER];

export const stepName = ({ name }: Step, index: number): string => name ?? `step-${index}`;

/** Names that a container of ours has, and given names that are another step's default. */
export function stepNameProblems(steps: readonly Step[]): FieldError[] {
  const names = steps.map(stepName);
  return names.flatMap((name, i) => {
    const at = `spec.steps[${i}].name`;
    if (isSetupContainer(name)) return [invalid(at, name, 'is a container of kubetask; choose another name')];
    return names.indexOf(name) < i ? [duplicate(at, name)] : [];
  });
}
