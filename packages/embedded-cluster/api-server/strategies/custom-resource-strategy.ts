import type { JSONSchemaProps } from '../../../structural-schema/json-schema-props.js';
import { validateObject, validateStatus } from '../../../structural-schema/validate-schema.js';
import type { Strategy } from '../resources/strategy.js';

/** Custom resources: everything they demand is in their schema. */
export const customResourceStrategy = (schema: JSONSchemaProps): Strategy => ({
  validate: (object) => validateObject(schema, object, { isBlocked: !object.metadata.name }),
  validateUpdate: (object, old) => validateObject(schema, object, { oldObject: old }),
  validateStatusUpdate: (object, old) => validateStatus(schema, object, { oldObject: old }),
});
