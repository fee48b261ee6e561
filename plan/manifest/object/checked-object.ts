import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import type { FieldError } from '../../../packages/structural-schema/field-error.js';
import type { JSONSchemaProps } from '../../../packages/structural-schema/json-schema-props.js';
import { asStored } from '../../as-stored.js';
import { metadataErrors } from '../../metadata/metadata-errors.js';
import { typedMetadata } from '../../metadata/typed-metadata.js';
import { textErrors } from '../../text/text-errors.js';
import { sizeErrors } from './object-size.js';
import { kindErrors, schemaOf } from './own-kind.js';
import { schemaErrors } from './schema-errors.js';

/** An object and what is wrong with it on its own. */
export interface CheckedObject<Stored extends KubernetesObject = KubernetesObject> {
  /** As it was written; its metadata may be of any type. */
  readonly object: KubernetesObject;
  /** As an API server would keep it, but for metadata of a wrong type, which is left out. */
  readonly stored: Stored;
  readonly errors: readonly FieldError[];
}

/** Validates one object without the others. Of a kind that is not ours, it validates only the fields that all kinds have. */
export function checkObject(object: KubernetesObject): CheckedObject {
  const schema = schemaOf(object);
  const metadata = typedMetadata(object.metadata);
  const stored = { ...(schema ? asStored(schema, object) : object), metadata };
  const errors = [
    ...kindErrors(object),
    ...metadataErrors(object, metadata),
    ...(schema ? specErrors(schema, stored) : []),
  ];
  return { object, stored, errors: errors.length > 0 ? errors : sizeErrors(stored) };
}

/** What is said of a text stands for what its pattern or a rule would say. */
function specErrors(schema: JSONSchemaProps, stored: object): FieldError[] {
  const { spec } = stored as { readonly spec?: unknown };
  const texts = schema.properties?.spec ? textErrors(schema.properties.spec, spec, 'spec') : [];
  const located = new Set(texts.map(({ path }) => path));
  return [...schemaErrors(schema, stored).filter(({ path }) => !located.has(path)), ...texts];
}
