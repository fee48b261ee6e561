import type { CustomResourceDefinition } from '../../api/custom-resource-definition.js';
import { crds } from '../../api/generated/crds.js';

/** The kinds that the commands work with. Agents and their builds may be installed or not. @param groups that the cluster serves */
export const ownCrds = (groups: readonly string[] = []): readonly CustomResourceDefinition[] =>
  Object.values(crds).filter(({ spec: { group } }) => group === 'kubetask.io' || groups.includes(group));
