import type { ApiObject } from '../objects/api-object.js';
import type { Cluster, Target } from '../operations/cluster.js';
import type { UpdateOptions } from '../operations/update-object.js';
import { badRequest } from '../status-errors.js';

export interface ApplyOptions extends UpdateOptions {
  readonly force: boolean;
}

export function applyObject(
  _cluster: Cluster,
  _target: Target,
  _body: unknown,
  _options: ApplyOptions,
): { object: ApiObject; created: boolean } {
  throw badRequest('soon');
}
