import { invalid } from '../../../structural-schema/field-error.js';
import type { ApiObject } from '../objects/api-object.js';
import type { Strategy } from '../resources/strategy.js';

/** An Event stands beside the object it is about; one about a cluster-scoped object in `default`. */
export const eventStrategy: Strategy = {
  validate(event) {
    const { namespace = '' } = (event as ApiObject & { involvedObject?: { namespace?: string } }).involvedObject ?? {};
    if (event.metadata.namespace === (namespace || 'default')) return [];
    return [invalid('involvedObject.namespace', namespace, 'does not match event.namespace')];
  },
};
