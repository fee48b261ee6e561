import type { BatchSpec } from '../../api/generated/kinds.js';
import { layeredContexts } from '../context/layered-contexts.js';
import { isNamed } from '../context/listed-task.js';
import { ownTaskName } from './own-task-name.js';
import { taskDisplayName } from './task-display-name.js';

/** What people call a task of a Batch whose WorkspaceConfig is not at hand; at most 100 characters, not unique. */
export function taskLabel(spec: BatchSpec, index: number): string {
  const contexts = layeredContexts(spec, {}, index);
  return isNamed(spec) ? ownTaskName(spec, index, contexts) : taskDisplayName(contexts, index);
}
