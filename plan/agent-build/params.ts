import type { AgentBuildSpec } from '../../api/generated/kinds.js';
import { literal } from '../../packages/kubernetes-conventions/literal.js';
import { imageOf } from './inputs.js';
import type { Param, ParamSpec } from './tekton-objects.js';

const descriptions = {
  'repo-url': 'Git repository, without credentials.',
  revision: 'Branch, tag or commit; nothing for the default branch.',
  'source-subfolder': 'Folder of the repository that is the build context.',
  dockerfile: 'Path of the Dockerfile inside that folder.',
  'build-args': 'Build arguments, each as --build-arg=NAME=value.',
  image: 'Where the image goes, with its tag.',
};

export type ParamName = keyof typeof descriptions;

const values = (spec: AgentBuildSpec): Readonly<Record<ParamName, string | string[]>> => ({
  'repo-url': literal(spec.repoUrl),
  revision: literal(spec.revision ?? ''),
  'source-subfolder': literal(spec.sourceSubfolder ?? '.'),
  dockerfile: literal(spec.dockerfile ?? 'Dockerfile'),
  'build-args': (spec.buildArgs ?? []).map(({ name, value }) => literal(`--build-arg=${name}=${value}`)),
  image: imageOf(spec),
});

const typeOf = (name: ParamName): ParamSpec['type'] => (name === 'build-args' ? 'array' : 'string');

/** What the Pipeline takes, with the spec's values as defaults, so that it may be started by hand with none. */
export const pipelineParams = (spec: AgentBuildSpec): ParamSpec[] =>
  Object.entries(values(spec)).map(([name, value]) => ({
    name,
    type: typeOf(name as ParamName),
    description: descriptions[name as ParamName],
    default: value,
  }));

/** All of them in full, so that a run says what it builds even when the Pipeline has changed. */
export const runParams = (spec: AgentBuildSpec): Param[] =>
  Object.entries(values(spec)).map(([name, value]) => ({ name, value }));

/** As a task declares it. */
export const taskParam = (name: ParamName): ParamSpec => ({ name, type: typeOf(name) });

/** The Pipeline's value, handed on to a task. */
export const passedOn = (name: ParamName): Param => ({
  name,
  value: typeOf(name) === 'array' ? [`$(params.${name}[*])`] : param(name),
});

/** The value in a step. Never for a script: Tekton would put it in as it is. */
export const param = (name: ParamName): string => `$(params.${name})`;

/** The items of a list as so many arguments. */
export const paramItems = (name: ParamName): string => `$(params.${name}[*])`;
