import { type TaskFile, taskFileSchema } from '../../api/generated/task-file.js';
import { childPath, type FieldError, forbidden } from '../../packages/structural-schema/field-error.js';
import { isJsonObject } from '../../packages/structural-schema/json-schema-props.js';
import { shapeErrors } from '../manifest/object/shape-errors.js';
import type { Manifest } from '../manifest/yaml/manifest.js';
import { fieldProblem, inReadingOrder, type ManifestProblem } from '../manifest/yaml/manifest-problem.js';
import { type LocatedValue, parseDocuments } from '../manifest/yaml/parse-manifest.js';
import { yamlAsWritten } from '../manifest/yaml/yaml-as-written.js';
import { contentErrors } from './content-errors.js';
import { patched } from './flavor.js';
import { nullCharacterErrors } from './null-characters.js';
import { withTexts } from './texts.js';
import { withNearestNames } from './unknown-fields.js';
import { withWantedTypes } from './wrong-types.js';

/** A `kubetask.yaml` that was read, with a flavor or without. */
export interface ReadTaskFile {
  readonly file: TaskFile;
  /** In reading order; empty when the file can be used. */
  readonly problems: readonly ManifestProblem[];
  /** Names of the tasks in the order in which they are written; those that a flavor adds come last. */
  readonly names: readonly string[];
  /** A problem at the place of a field. */
  readonly problemAt: (error: FieldError) => ManifestProblem;
}

/**
 * Reads a `kubetask.yaml` and applies a flavor to it. Finds everything that is wrong with it at once, and with the
 * result of the flavor. Nothing is interpolated yet. Never throws.
 *
 * @param flavor name of one of its flavors
 */
export function readTaskFile(manifest: Manifest, flavor?: string): ReadTaskFile {
  const { values, problems } = parseDocuments(manifest, yamlAsWritten);
  const [document = nothing(manifest), second] = values;
  const found = [...problems];
  if (second) {
    found.push({ position: second.locate('', 'key'), message: 'a task file has one document; remove the others' });
  }
  if (!isMap(document.value)) {
    const kind = Array.isArray(document.value) ? 'array' : typeof document.value;
    const wanted = 'a task file is a map, such as tasks: { hello: { script: echo hello } }';
    found.push({ position: document.locate('', 'value'), message: `the file is of type ${kind}; ${wanted}` });
  }
  const problemAt = (error: FieldError) => fieldProblem(document.locate(error.path, partOf(error)), error);
  const object = objectName(document.value);
  if (object) {
    const message = `the file holds the Kubernetes object ${object}, and no tasks; to run the object, name it: ${object}`;
    found.push({ position: document.locate('kind', 'key'), message });
  }
  const { value, errors } = isMap(document.value) ? checked(document.value, flavor) : { value: {}, errors: [] };
  const all = found.length > 0 ? found : errors.map(problemAt);
  const problem = inReadingOrder(all, [manifest.name]);
  const file = problem.length === 0 ? (value as TaskFile) : {};
  return { file, problems: problem, names: inWrittenOrder(Object.keys(file.tasks ?? {}), document), problemAt };
}

/** JavaScript lists a key such as `1` before all others. */
function inWrittenOrder(names: readonly string[], { locate }: LocatedValue): readonly string[] {
  const { line, column } = locate('tasks', 'key');
  const places = names.map((name) => ({ name, at: locate(childPath('tasks', name), 'key') }));
  const isWritten = ({ at }: (typeof places)[number]) => at.line !== line || at.column !== column;
  const written = places.filter(isWritten).sort((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
  return [...written, ...places.filter((place) => !isWritten(place))].map(({ name }) => name);
}

const isMap = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A manifest is easily taken for a task file. */
function objectName(value: unknown): string | undefined {
  if (!isJsonObject(value)) return undefined;
  const { apiVersion, kind, metadata } = value;
  if (typeof kind !== 'string' || !isJsonObject(metadata) || !String(apiVersion).startsWith('kubetask.io/'))
    return undefined;
  return `${kind.toLowerCase()}/${metadata.name}`;
}

const partOf = ({ type }: FieldError) => (type === 'Forbidden' ? 'key' : 'value');

/** An empty file has no tasks, and that is no error. */
const nothing = ({ name }: Manifest): LocatedValue => ({
  value: {},
  locate: () => ({ file: name, line: 1, column: 1 }),
});

function checked(written: unknown, flavor: string | undefined): { value: unknown; errors: readonly FieldError[] } {
  const value = withTexts(written);
  const errors = errorsOf(value);
  if (errors.length > 0 || flavor === undefined) return { value, errors };
  const result = patched(written as TaskFile, flavor);
  if ('error' in result) return { value, errors: [result.error] };
  const flavored = withTexts(result.file);
  const errorsThen = errorsOf(flavored).map((error) => ({
    ...error,
    detail: `${error.detail} (with flavor ${flavor})`,
  }));
  return { value: flavored, errors: errorsThen };
}

function errorsOf(value: unknown): readonly FieldError[] {
  const shape = [
    ...ofObjects.filter((name) => isJsonObject(value) && Object.hasOwn(value, name)).map(unknownField),
    ...withWantedTypes(withNearestNames(taskFileSchema, shapeErrors(taskFileSchema, value))),
    ...nullCharacterErrors(value),
  ];
  return shape.length > 0 ? shape : contentErrors(value as TaskFile);
}

/** Validation knows these of every object. */
const ofObjects = ['apiVersion', 'kind', 'metadata'];

const unknownField = (name: string): FieldError =>
  forbidden(name, 'unknown field; a task file is no Kubernetes object');
