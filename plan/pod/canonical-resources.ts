import type { V1ResourceRequirements } from '@kubernetes/client-node';
import type { ResourceRequirements } from '../../api/generated/kinds.js';
import { canonicalQuantity } from '../agent/quantity.js';

/** In the spelling in which an API server stores them. */
export function canonicalResources({ requests, limits }: ResourceRequirements): V1ResourceRequirements {
  return {
    ...(requests ? { requests: canonicalQuantities(requests) } : {}),
    ...(limits ? { limits: canonicalQuantities(limits) } : {}),
  };
}

const canonicalQuantities = (quantities: Readonly<Record<string, number | string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(quantities).map(([name, quantity]) => [name, canonicalQuantity(quantity)]));
