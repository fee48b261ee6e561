import { celProgram } from './cel-program.js';
import { type FieldError, forbidden, invalid, required } from './field-error.js';
import { type JSONSchemaProps, schemaOfField, type ValidationRule } from './json-schema-props.js';
import { quickRule } from './quick-cel/quick-rule.js';
import { mostItems, ruleCostProblem } from './rule-cost.js';

/**
 * The CEL rules of a schema that an API server refuses. Empty if all rules are CEL and each `fieldPath` names a
 * field of the schema, and if no rule is too costly. Types are not checked.
 *
 * @param values how many values of the schema there may be in one object
 */
export function ruleErrors(schema: JSONSchemaProps, path: string, values = 1): FieldError[] {
  const { additionalProperties, items, properties = {} } = schema;
  const own = (schema['x-kubernetes-validations'] ?? []).flatMap((rule, index) =>
    errorsOf(schema, rule, `${path}.x-kubernetes-validations[${index}]`, values),
  );
  const children: [step: string, child: JSONSchemaProps][] = Object.entries(properties).map(([field, child]) => [
    `properties[${field}]`,
    child,
  ]);
  if (items) children.push(['items', items]);
  if (typeof additionalProperties === 'object') children.push(['additionalProperties', additionalProperties]);
  const inside = (step: string) => (step.startsWith('properties[') ? values : values * mostItems(schema));
  return [...own, ...children.flatMap(([step, child]) => ruleErrors(child, `${path}.${step}`, inside(step)))];
}

function errorsOf(
  schema: JSONSchemaProps,
  { rule, fieldPath }: ValidationRule,
  path: string,
  values: number,
): FieldError[] {
  if (rule.trim() === '') return [required(`${path}.rule`, 'rule is not specified')];
  const program = quickRule(rule) ?? celProgram(rule);
  const cost = program instanceof Error ? undefined : ruleCostProblem(schema, rule, values);
  return [
    ...(cost === undefined ? [] : [forbidden(`${path}.rule`, cost)]),
    ...(program instanceof Error ? [invalid(`${path}.rule`, rule, `compilation failed: ${program.message}`)] : []),
    ...(fieldPath && !leadsToField(schema, fieldPath)
      ? [invalid(`${path}.fieldPath`, fieldPath, 'must be a valid path')]
      : []),
  ];
}

/** `.spec.url` or `.labels['a.b']`, relative to the schema that has the rule. */
function leadsToField(schema: JSONSchemaProps, fieldPath: string): boolean {
  const fields = [...fieldPath.matchAll(/\.([^.[\]]+)|\['([^']+)'\]/g)].map(
    ([, plain, quoted]) => plain ?? quoted ?? '',
  );
  const end = fields.reduce<JSONSchemaProps | undefined>((at, field) => at && schemaOfField(at, field), schema);
  return fields.length > 0 && end !== undefined;
}
