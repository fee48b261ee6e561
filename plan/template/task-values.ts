import type { BatchSpec } from '../../api/generated/kinds.js';
import { ownTaskName } from '../batch-run/own-task-name.js';
import { taskDisplayName } from '../batch-run/task-display-name.js';
import type { LocatedContext } from '../context/context-type.js';
import { isNamed } from '../context/listed-task.js';
import type { TemplateValue } from './expand.js';
import { nameHint } from './name-hint.js';
import { repositoryNames, repositoryValue, templateRepository } from './repository-values.js';

const paramPrefix = 'params.';

/**
 * What the names of a template stand for in one task.
 *
 * @param batch with the values of the run as defaults of its parameters
 * @param contexts of the task, not expanded
 */
export function taskValues(
  batch: BatchSpec,
  index: number,
  contexts: readonly LocatedContext[],
): (name: string) => TemplateValue {
  const params = new Map((batch.params ?? []).map((param) => [`${paramPrefix}${param.name}`, param.default]));
  return (name) => {
    if (params.has(name)) return { value: params.get(name) ?? '' }; // a missing value is a problem of the run
    if (name === 'task.name') {
      return { value: isNamed(batch) ? ownTaskName(batch, index, contexts) : taskDisplayName(contexts, index) };
    }
    if (name === 'task.index') return indexValue(batch, index);
    const known = repositoryNames.find((one) => one === name);
    return known ? repositoryValue(known, templateRepository(contexts)) : unknown(name, [...params.keys()]);
  };
}

const indexValue = (batch: BatchSpec, index: number): TemplateValue =>
  isNamed(batch)
    ? { problem: `tasks with names have no index, because another task would change it; use $\{task.name}` }
    : { value: String(index) };

function unknown(name: string, params: readonly string[]): TemplateValue {
  const declared = name.startsWith(paramPrefix) ? 'the Batch declares no such parameter' : 'there is no such name';
  const hint = nameHint(name, [...repositoryNames, 'task.name', 'task.index', ...params]);
  return { problem: `${declared}; ${hint} write $\${ for the text \${` };
}
