import type { Batch, Param, Task } from '../../../api/generated/kinds.js';
import { nearest } from '../../../plan/text/nearest.js';
import { UserError } from '../../errors/user-error.js';
import type { Run } from '../../run/run-state.js';

/** What a run is made of. */
export type Template = Batch | Task;

/** Templates of the person's files. */
export interface LoadedTemplates {
  /** That no run of the files names. */
  readonly idle: readonly Template[];
  /** The others. */
  readonly started: readonly Template[];
  /** For messages. */
  readonly paths: readonly string[];
}

/**
 * A run, `<name>-run`, of each template without one, with the values of the parameters that it declares. Pure.
 *
 * @throws UserError for a value that no such template takes, and for parameters without a value
 */
export function addedRuns(loaded: LoadedTemplates, params: readonly Param[]): Run[] {
  for (const { name } of params) refuseUnknown(name, loaded);
  refuseMissing(loaded, params);
  return loaded.idle.map((template) => runOf(template, params));
}

const declared = ({ spec: { params = [] } }: Template) => params.map(({ name }) => name);

function refuseUnknown(param: string, { idle, started, paths }: LoadedTemplates): void {
  if (idle.some((template) => declared(template).includes(param))) return;
  const other = started.find((template) => declared(template).includes(param));
  const place = paths.join(', ');
  if (other) {
    throw new UserError(`Cannot use -p ${param}: ${titleOf(other)} has a run in ${place}; write its params there`);
  }
  const names = idle.flatMap(declared);
  const near = nearest(param, names);
  throw new UserError(`Cannot use -p ${param}: nothing that ${place} starts has a parameter ${param}`, [
    near.length > 0 ? `did you mean ${near.join(' or ')}?` : `there are: ${names.join(', ') || 'none'}`,
  ]);
}

function refuseMissing({ idle, paths }: LoadedTemplates, given: readonly Param[]): void {
  const lines = idle.flatMap((template) => {
    const missing = (template.spec.params ?? [])
      .filter((param) => param.default === undefined && !given.some(({ name }) => name === param.name))
      .map(({ name }) => name);
    const options = missing.map((name) => `-p ${name}=…`).join(' ');
    return missing.length === 0 ? [] : [`${titleOf(template)}: ${missing.join(', ')} has no default; add ${options}`];
  });
  if (lines.length > 0) throw new UserError(`${paths.join(', ')}: ${lines.join('\n')}`);
}

const titleOf = ({ kind, metadata: { name } }: Template): string => `${kind} ${name}`;

function runOf(template: Template, given: readonly Param[]): Run {
  const { apiVersion, kind } = template;
  const { name, namespace } = template.metadata;
  const metadata = { name: `${name}-run`, ...(namespace ? { namespace } : {}) };
  const own = given.filter((param) => declared(template).includes(param.name));
  const params = own.length > 0 ? { params: own } : {};
  return kind === 'Batch'
    ? { apiVersion, kind: 'BatchRun', metadata, spec: { batchRef: name, ...params } }
    : { apiVersion, kind: 'TaskRun', metadata, spec: { taskRef: name, ...params } };
}
