import type { FieldError } from '../../packages/structural-schema/field-error.js';
import { schemaErrors } from '../../plan/manifest/object/schema-errors.js';
import { installSchema } from './install-schema.js';

/** What people know from other installations, and what does the same here. */
const hints: Readonly<Record<string, string>> = {
  'github.token': 'put the token into a Secret and give workspace.github {name, key}',
  'claude.apiKey': 'put the key into a Secret and give workspace.claude {name, key}',
  github: 'give workspace.github {name, key}',
  claude: 'give workspace.claude {name, key}',
  vertexAI: 'give workspace.vertexAI',
  controller: 'its fields are at the top: image, replicas, resources',
};

/** All problems of the values of an installation; empty when there are none. */
export function installProblems(values: unknown): FieldError[] {
  return schemaErrors(installSchema, values).map((error) => {
    const hint = error.type === 'Forbidden' ? hints[error.path] : undefined;
    return hint === undefined ? error : { ...error, detail: `unknown field; ${hint}` };
  });
}
