import type { AgentBuildSpec } from '../../api/generated/kinds.js';
import { type FieldError, invalid, omitValue } from '../../api/schema/field-error.js';

/** What Tekton would put something else in the place of, or refuse because it does not know the name. */
const variable = /\$\((params|tasks|finally|results|workspaces|context|steps?|artifacts|inputs|outputs)[.[][^)]*\)/;

/** Texts that would not arrive as they are written. */
export function tektonVariables(spec: AgentBuildSpec): FieldError[] {
  return textsOf(spec).flatMap(([path, text]) => {
    const found = variable.exec(text ?? '')?.[0];
    if (!found) return [];
    return [invalid(path, omitValue, `${found} is a variable of Tekton, which nothing here can refer to; remove it`)];
  });
}

function textsOf(spec: AgentBuildSpec): [path: string, text: string | undefined][] {
  const { repoUrl, revision, repoUser, sourceSubfolder, dockerfile, env = [], buildArgs = [], images = {} } = spec;
  return [
    ...Object.entries({ repoUrl, revision, repoUser, sourceSubfolder, dockerfile }).map(
      ([field, text]): [string, string | undefined] => [`spec.${field}`, text],
    ),
    ...Object.entries(images).map(([step, text]): [string, string | undefined] => [`spec.images.${step}`, text]),
    ...env.map(({ value }, i): [string, string | undefined] => [`spec.env[${i}].value`, value]),
    ...buildArgs.map(({ value }, i): [string, string | undefined] => [`spec.buildArgs[${i}].value`, value]),
  ];
}
