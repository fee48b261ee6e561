import type { CustomResourceDefinition } from '../../../api/custom-resource-definition.js';
import type { PolicyValidation } from '../../../packages/structural-schema/validating-policy.js';
import { forEachValue } from './field-expression.js';
import { type Concern, fieldText, type PolicedField, policedFields } from './policed-fields.js';
import { policyObject } from './policy-object.js';

/** What the ConfigMap of the policies lists under the same name, its entries separated by blanks. */
export const concerns: readonly Concern[] = ['images', 'repositories', 'urls', 'secrets'];

/** Which images, repositories, URLs and Secrets the objects of a kind may name; undefined for a kind that names none. */
export function kindPolicy({ spec }: CustomResourceDefinition) {
  const { group, names, versions } = spec;
  const [version] = versions;
  const fields = version ? policedFields(version.schema.openAPIV3Schema) : [];
  if (!version || fields.length === 0) return undefined;
  const used = concerns.filter((concern) => fields.some((field) => field.concern === concern));
  return policyObject(`${names.plural}.${group}`, {
    paramKind: { apiVersion: 'v1', kind: 'ConfigMap' },
    matchConstraints: {
      resourceRules: [
        {
          apiGroups: [group],
          apiVersions: [version.name],
          operations: ['CREATE', 'UPDATE'],
          resources: [names.plural],
        },
      ],
    },
    // What is there already can still be labelled and deleted when the lists become shorter.
    matchConditions: [
      { name: 'spec-is-new', expression: "request.operation == 'CREATE' || object.spec != oldObject.spec" },
    ],
    variables: used.flatMap(listVariables),
    validations: fields.map(validation),
  });
}

/** The entries of a list, those that end in `*` apart from the others; an empty list allows everything. */
function listVariables(concern: Concern) {
  const all = `variables.${concern}`;
  return [
    { name: concern, expression: `params.data.${concern}.split(' ').filter(entry, entry != '')` },
    { name: `${concern}Exact`, expression: `${all}.filter(entry, !entry.endsWith('*'))` },
    {
      name: `${concern}Prefixes`,
      expression: `${all}.filter(entry, entry.endsWith('*')).map(entry, entry.substring(0, size(entry) - 1))`,
    },
  ];
}

function validation(field: PolicedField): PolicyValidation {
  const { concern } = field;
  const path = fieldText(field);
  const check = concern === 'repositories' && !path.endsWith('repoUrl') ? checkRepository : checkText(concern);
  const message = `${path} names what the ConfigMap of the policies does not list under ${concern}`;
  return {
    expression: `size(variables.${concern}) == 0 || ${forEachValue(field, (value) => check(valueAt(path, value)))}`,
    message,
    messageExpression: `'${path} is not allowed here; allowed ${concern} are: ' + variables.${concern}.join(', ')`,
  };
}

/** An AgentBuild pushes its image below its registry. */
const valueAt = (path: string, value: string): string =>
  path === 'spec.imageRegistry' ? `(object.spec.imageRegistry + '/' + object.spec.image)` : value;

/** Prefixes first: they are what most values pass by, and an API server stops a policy that takes too many steps. */
const isListed = (concern: Concern, value: string): string =>
  `(variables.${concern}Prefixes.exists(prefix, ${value}.startsWith(prefix)) || ${value} in variables.${concern}Exact)`;

const checkText =
  (concern: Concern) =>
  (value: string): string =>
    concern === 'repositories' || concern === 'urls' ? checkUrl(concern, value) : isListed(concern, value);

/** No URL leaves its prefix by `..`, as it is or escaped. */
const detours = ['..', '%2e', '%2E', '%2f', '%2F'];

const checkUrl = (concern: Concern, url: string): string =>
  `(${isListed(concern, url)} && ${detours.map((detour) => `!${url}.contains('${detour}')`).join(' && ')})`;

function checkRepository(repository: string): string {
  const onGitHub = `('https://github.com/' + ${repository}.org + '/' + ${repository}.repo)`;
  const checked = `${isListed('repositories', onGitHub)} && ${repository}.repo != '..' && ${repository}.org != '..'`;
  return `(has(${repository}.url) ? ${checkUrl('repositories', `${repository}.url`)} : (${checked}))`;
}
