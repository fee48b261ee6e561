import { dump } from 'js-yaml';
import type { JSONSchemaProps } from '../../../packages/structural-schema/json-schema-props.js';
import { installSchema } from '../install-schema.js';
import { installDefaults } from '../kubetask-install.js';

/** Helm decides these: the release's namespace, and `--skip-crds`. */
const decidedByHelm: ReadonlySet<string> = new Set(['namespace', 'crds']);

const fields = Object.entries(installSchema.properties ?? {}).filter(([name]) => !decidedByHelm.has(name));

/** `values.yaml`: every value with its meaning and its default. */
export function chartValues(): string {
  const values = fields.map(([name, { description = '' }]) => {
    const value = { [name]: Reflect.get(installDefaults, name) };
    return `# ${description}\n${dump(value, { lineWidth: -1, quoteStyle: 'double' })}`;
  });
  return values.join('\n');
}

/** `values.schema.json`: Helm refuses values that do not follow it. */
export function chartValuesSchema(): string {
  const known = { ...installSchema, properties: Object.fromEntries(fields) };
  const { properties, ...rest } = closed(known);
  // What a parent chart hands down to all its parts.
  const open = { ...properties, global: { type: 'object' } };
  const schema = { $schema: 'http://json-schema.org/draft-07/schema#', ...rest, properties: open };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** The schema as JSON Schema has it, where unknown fields are refused only if it says so. */
function closed({ 'x-kubernetes-list-type': listType, ...schema }: JSONSchemaProps): JSONSchemaProps {
  const { properties, items } = schema;
  return {
    ...schema,
    ...(listType === 'set' && { uniqueItems: true }),
    ...(items && { items: closed(items) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, closed(property)])),
      additionalProperties: false,
    }),
  };
}
