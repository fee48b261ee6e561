import type { CustomResourceDefinition } from '../../api/custom-resource-definition.js';
import { crds } from '../../api/generated/crds.js';

/** The kinds that the commands work with. Agents and their builds may be installed or not. */
export const ownCrds: readonly CustomResourceDefinition[] = Object.values(crds).filter(
  ({ spec }) => spec.group === 'kubetask.io',
);
