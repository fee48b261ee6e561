import type { AgentBuildSpec } from '../../api/generated/kinds.js';
import { type FieldError, invalid, omitValue } from '../../packages/structural-schema/field-error.js';

/** In the value of a parameter: from 1.15 on any name is refused. */
const anyVariable = /\$\([^)]*\)/;

/** In a step, where Kubernetes has variables of its own: what Tekton replaces, or refuses because it does not know the name. */
const tektonVariable =
  /\$\((params|tasks|finally|results|workspaces|context|steps?|artifacts|inputs|outputs)[.[][^)]*\)/;

/** Texts that would not arrive as they are written. Source: tektoncd/pipeline, pkg/apis/pipeline/v1/pipeline_validation.go */
export function tektonVariables(spec: AgentBuildSpec): FieldError[] {
  const { repoUrl, revision, repoUser, sourceSubfolder, dockerfile, env = [], buildArgs = [], images = {} } = spec;
  return [
    ...Object.entries({ repoUrl, revision, sourceSubfolder, dockerfile }).flatMap(([field, text]) =>
      found(anyVariable, `spec.${field}`, text),
    ),
    ...buildArgs.flatMap(({ value }, i) => found(anyVariable, `spec.buildArgs[${i}].value`, value)),
    ...env.flatMap(({ value }, i) => found(tektonVariable, `spec.env[${i}].value`, value)),
    ...Object.entries(images).flatMap(([step, text]) => found(tektonVariable, `spec.images.${step}`, text)),
    ...found(tektonVariable, 'spec.repoUser', repoUser),
  ];
}

function found(pattern: RegExp, path: string, text = ''): FieldError[] {
  const [variable] = pattern.exec(text) ?? [];
  if (variable === undefined) return [];
  return [invalid(path, omitValue, `Tekton takes ${variable} for one of its variables; nothing can stand for it here`)];
}
