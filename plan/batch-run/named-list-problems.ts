import type { BatchSpec } from '../../api/generated/kinds.js';
import { type FieldError, invalid } from '../../packages/structural-schema/field-error.js';
import { isNamed } from '../context/listed-task.js';

/** What is wrong with the list of tasks as such. */
export function namedListProblems(batch: BatchSpec): FieldError[] {
  const { tasks = [], variableContexts = [], branchSuffix } = batch;
  const both = tasks.length > 0 && variableContexts.length > 0;
  return [
    ...(both ? [invalid('spec.tasks', `${tasks.length} tasks`, 'give either tasks or variableContexts')] : []),
    ...(branchSuffix !== undefined && !isNamed(batch)
      ? [
          invalid(
            'spec.branchSuffix',
            branchSuffix,
            'needs tasks with names; write spec.tasks instead of variableContexts',
          ),
        ]
      : []),
    ...repeatedNames(batch),
  ];
}

function repeatedNames({ tasks = [] }: BatchSpec): FieldError[] {
  const first = new Map<string, number>();
  return tasks.flatMap(({ name }, index) => {
    if (name === undefined) return [];
    const earlier = first.get(name);
    if (earlier === undefined) first.set(name, index);
    const wanted = `is also the name of tasks[${earlier}]; choose another name`;
    return earlier === undefined ? [] : [invalid(`spec.tasks[${index}].name`, name, wanted)];
  });
}
