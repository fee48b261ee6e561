import type { Resource } from '../../packages/kubernetes-conventions/resource.js';
import { kubetaskGroup } from './groups.js';
import type { Kind } from './kind.js';

export const workspaceConfigs: Resource = { ...kubetaskGroup, plural: 'workspaceconfigs', kind: 'WorkspaceConfig' };

export const workspaceConfig: Kind = {
  resource: workspaceConfigs,
  singular: 'workspaceconfig',
  short: 'kws',
  role: 'config',
};
