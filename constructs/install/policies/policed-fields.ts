import type { JSONSchemaProps } from '../../../packages/structural-schema/json-schema-props.js';

/** What a field names that a cluster may want to restrict. */
export type Concern = 'images' | 'repositories' | 'urls' | 'secrets';

/** A step down: a property, or `[]` for each item of a list. */
export type Step = { readonly property: string; readonly isRequired: boolean } | '[]';

export interface PolicedField {
  readonly concern: Concern;
  /** From the object to the field, `spec` first. Of a repository, to the object that has `url`, or `org` and `repo`. */
  readonly steps: readonly Step[];
}

/** Names of fields that hold the reference of an image. */
const imageNames: ReadonlySet<string> = new Set(['image', 'agentImage', 'initImage', 'fetchImage', 'toolsImage']);

/** Every field of a kind's spec that names an image, a repository, a URL that is fetched or a Secret, in the order of the schema. */
export function policedFields({ properties }: JSONSchemaProps): PolicedField[] {
  const spec = properties?.['spec'];
  return spec ? below(spec, [{ property: 'spec', isRequired: true }]) : [];
}

function below(schema: JSONSchemaProps, steps: readonly Step[]): PolicedField[] {
  if (schema.items) return below(schema.items, [...steps, '[]']);
  const { properties = {}, required = [] } = schema;
  if ('org' in properties && 'url' in properties) return [{ concern: 'repositories', steps }, ...children()];
  return children();

  function children(): PolicedField[] {
    return Object.entries(properties).flatMap(([property, child]) => {
      const path = [...steps, { property, isRequired: required.includes(property) }];
      if (property === 'image' && 'imageRegistry' in properties) return [];
      const concern = concernOf(property, steps, child);
      return concern ? [{ concern, steps: path }] : below(child, path);
    });
  }
}

/** An AgentBuild's `image` is the name of what it makes, in `imageRegistry`; its own images are in `images`. */
function concernOf(property: string, above: readonly Step[], { type }: JSONSchemaProps): Concern | undefined {
  if (type !== 'string') return undefined;
  const parents = above.map((step) => (step === '[]' ? step : step.property));
  const parent = parents.at(-1) ?? '';
  if (property === 'repoUrl') return 'repositories';
  if (property === 'imageRegistry' || parent === 'images') return 'images';
  if (imageNames.has(property)) return 'images';
  if (property === 'url' && parent === 'http') return 'urls';
  // A key is sent there. Without one, it is sent to the host of a repository.
  if (property === 'apiUrl') return 'urls';
  const isSecret =
    /(secret(Key)?|privateKey|token|password)Ref$/i.test(parent) || parents.at(-2) === 'imagePullSecrets';
  return property === 'name' && isSecret ? 'secrets' : undefined;
}

/** `spec.steps[].image` */
export const fieldText = ({ steps }: PolicedField): string =>
  steps
    .map((step) => (step === '[]' ? step : `.${step.property}`))
    .join('')
    .slice(1);
