import type { WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { isOwn } from '../../plan/manifest/object/own-kind.js';
import type { Lint } from '../linter/lint.js';

export const kueueRequests: Lint = {
  id: 'kueue-requests',
  reports: 'a WorkspaceConfig with a `queue` and without `resources.requests`',
  because: 'Kueue counts requests. Without requests, all tasks fit into any quota.',
  severity: 'warning',
  check(object) {
    if (!isOwn(object, 'WorkspaceConfig')) return [];
    const { queue, resources }: WorkspaceConfigSpec = object.spec ?? {};
    if (!queue || Object.keys(resources?.requests ?? {}).length > 0) return [];
    const wanted = 'Kueue counts requests, and without requests all tasks fit into any quota; set cpu and memory';
    return [{ path: 'spec.resources.requests', type: 'Required', detail: wanted }];
  },
};
