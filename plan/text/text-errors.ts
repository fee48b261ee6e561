import { childPath, type FieldError, invalid } from '../../packages/structural-schema/field-error.js';
import {
  isJsonObject,
  type JSONSchemaProps,
  schemaOfField,
} from '../../packages/structural-schema/json-schema-props.js';
import { labelErrors } from '../metadata/metadata-errors.js';
import { variableProblem } from '../pod/container-problems.js';
import { gitBranchProblem, gitRefProblem } from './git-ref.js';
import { buildUrlProblem, gitUrlProblem, httpUrlProblem, repositoryNameProblem } from './git-url.js';
import { visibleTextProblem } from './visible-text-rule.js';

type TextRule = (text: string) => string | undefined;

/** Texts that are more than a name, by the title of their object and their field. */
const rules: Readonly<Record<string, TextRule>> = {
  'RepositoryContext.url': gitUrlProblem,
  'RepositoryContext.repo': repositoryNameProblem,
  'RepositoryContext.branch': gitBranchProblem,
  'RepositoryContext.revision': gitRefProblem,
  'HttpContext.url': httpUrlProblem,
  'AgentBuildSpec.repoUrl': buildUrlProblem,
  'AgentBuildSpec.revision': gitRefProblem,
  'EnvVar.name': variableProblem,
  'Credential.env': variableProblem,
};

/** Texts that are handed on as they are, whatever is in them. */
const free: ReadonlySet<string> = new Set([
  'inline',
  'script',
  'command',
  'args',
  'value',
  'default',
  'description',
  'trigger',
]);

const labelMaps: ReadonlySet<string> = new Set(['podLabels', 'nodeSelector']);

/**
 * What is wrong with the texts of a value: characters that are invisible in anything that is compared or looked up, names
 * that git refuses, labels that Kubernetes does. A schema has patterns for some of it, which say less. Types that do not
 * fit the schema are passed over.
 */
export function textErrors(
  schema: JSONSchemaProps,
  value: unknown,
  path = '',
  rule: TextRule = visibleTextProblem,
): FieldError[] {
  if (typeof value === 'string') {
    const problem = schema.enum ? undefined : rule(value);
    return problem === undefined ? [] : [invalid(path, value, problem)];
  }
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.flatMap((item, i) => textErrors(items, item, `${path}[${i}]`, rule)) : [];
  }
  return isJsonObject(value) ? Object.entries(value).flatMap((entry) => fieldErrors(schema, entry, path)) : [];
}

function fieldErrors(schema: JSONSchemaProps, [field, child]: [string, unknown], parent: string): FieldError[] {
  const fieldSchema = schemaOfField(schema, field);
  const path = childPath(parent, field);
  if (!fieldSchema || free.has(field)) return [];
  if (labelMaps.has(field) && isTextMap(child)) return labelErrors(path, child);
  return textErrors(fieldSchema, child, path, rules[`${schema.title}.${field}`] ?? visibleTextProblem);
}

const isTextMap = (value: unknown): value is Readonly<Record<string, string>> =>
  isJsonObject(value) && Object.values(value).every((one) => typeof one === 'string');
