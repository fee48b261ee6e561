import { isJsonObject, type JsonObject } from '../../packages/structural-schema/json-schema-props.js';
import type { EarlierResult } from './estimate.js';

/**
 * The finished tasks among those that `kubectl task results -o json` lists, or that the status of a BatchRun has. Undefined for
 * anything else. What a result says of cost is the claim of an agent: only a number that is not negative counts.
 */
export function earlierResults(value: unknown): EarlierResult[] | undefined {
  const list = Array.isArray(value) ? value : statusTasks(value);
  if (!list?.every(isJsonObject)) return undefined;
  return list.filter(isFinished).map(resultOf);
}

function statusTasks(value: unknown): unknown[] | undefined {
  const status = isJsonObject(value) && value['kind'] === 'BatchRun' ? value['status'] : undefined;
  const tasks = isJsonObject(status) ? status['tasks'] : undefined;
  return Array.isArray(tasks) ? tasks : undefined;
}

const isFinished = ({ phase }: JsonObject): boolean => phase === 'Succeeded' || phase === 'Failed';

function resultOf({ name, key, phase, reason, startTime, completionTime, result }: JsonObject): EarlierResult {
  const seconds = (Date.parse(String(completionTime)) - Date.parse(String(startTime))) / 1000;
  const costUsd = isJsonObject(result) ? result['costUsd'] : undefined;
  const isOwn = reason !== 'Reused';
  return {
    name: typeof name === 'string' ? name : '',
    key: typeof key === 'string' ? key : '',
    hasSucceeded: phase === 'Succeeded',
    ...(isOwn && seconds >= 0 ? { seconds } : {}),
    ...(isOwn && typeof costUsd === 'number' && costUsd >= 0 ? { costUsd } : {}),
  };
}
