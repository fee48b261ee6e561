import { invalid } from '../../../structural-schema/field-error.js';
import type { ApiObject } from '../objects/api-object.js';
import type { Strategy } from '../resources/strategy.js';
import { dataErrors, immutableDataErrors } from './data-validation.js';

const errorsOf = (object: ApiObject) => [...dataErrors(object, Buffer.byteLength), ...sharedKeyErrors(object)];

export const configMapStrategy: Strategy = {
  validate: errorsOf,
  validateUpdate: (object, old) => [...immutableDataErrors(object, old), ...errorsOf(object)],
};

function sharedKeyErrors(object: ApiObject) {
  const { data = {}, binaryData = {} } = object as { data?: object; binaryData?: object };
  return Object.keys(data)
    .filter((key) => Object.hasOwn(binaryData, key))
    .map((key) => invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'));
}
