import type { ApiObject } from '../objects/api-object.js';
import type { Strategy } from '../resources/strategy.js';
import { base64Bytes, dataErrors, immutableDataErrors } from './data-validation.js';
import { immutableErrors } from './immutable-fields.js';

export const secretStrategy: Strategy = {
  prepareForCreate: normalize,
  prepareForUpdate: normalize,
  validate: (secret) => dataErrors(secret, base64Bytes),
  validateUpdate: (secret, old) => [
    ...immutableErrors(secret, old, '', ['type']),
    ...immutableDataErrors(secret, old),
    ...dataErrors(secret, base64Bytes),
  ],
};

/** `stringData` is write-only: it is encoded into `data` and wins there. */
function normalize(draft: ApiObject): void {
  const { stringData, data } = draft as { stringData?: Record<string, string>; data?: Record<string, string> };
  draft.type ??= 'Opaque';
  if (!stringData) return;
  const encoded = Object.entries(stringData).map(([key, text]) => [key, Buffer.from(text).toString('base64')] as const);
  draft.data = { ...data, ...Object.fromEntries(encoded) };
  delete draft.stringData;
}
