import type { Document, ParsedNode, YAMLError } from 'yaml';
import type { KubernetesObject } from '../../../packages/kubernetes-conventions/kubernetes-object.js';
import { isJsonObject, type JsonObject } from '../../../packages/structural-schema/json-schema-props.js';
import { headErrors } from './head-errors.js';
import type { Manifest } from './manifest.js';
import { fieldProblem, type ManifestProblem } from './manifest-problem.js';
import { type FieldPart, nearestOffset } from './nearest-node.js';
import type { Position } from './position.js';
import { unreadableCharacter } from './unreadable-characters.js';
import { yamlAsKubectl } from './yaml-as-kubectl.js';
import type { YamlText } from './yaml-text.js';
import { toValue, type YamlProblem } from './yaml-value.js';

/** An object and the places its fields were written at. */
export interface LocatedObject {
  readonly object: KubernetesObject;
  /** The place of a field's value, or of its key, or of the nearest field there is. */
  locate(path: string, part?: FieldPart): Position;
}

export interface ParsedManifest {
  /** In the order of the text. Items of a `List` stand for themselves; empty documents are left out. */
  readonly objects: readonly LocatedObject[];
  /** What is not YAML, or not a Kubernetes object. */
  readonly problems: readonly ManifestProblem[];
}

/** A value and the places its fields were written at. */
export interface LocatedValue {
  readonly value: unknown;
  readonly locate: LocatedObject['locate'];
}

export interface ParsedDocuments {
  /** In the order of the text; empty documents are left out. */
  readonly values: readonly LocatedValue[];
  /** What is not YAML. */
  readonly problems: readonly ManifestProblem[];
}

/** Reads a manifest as kubectl would. Never throws: what cannot be read is a problem, and the other documents are read. */
export function parseManifest(manifest: Manifest): ParsedManifest {
  const { values, problems } = parseDocuments(manifest, yamlAsKubectl);
  const objects = values.flatMap(({ value, locate }) => listItems(value, locate)).map(toObject);
  return joined([...objects, { objects: [], problems }]);
}

const joined = (parts: readonly ParsedManifest[]): ParsedManifest => ({
  objects: parts.flatMap(({ objects }) => objects),
  problems: parts.flatMap(({ problems }) => problems),
});

/** Reads documents of any shape. Never throws. @param readText what the scalars of the text mean */
export function parseDocuments({ name, text }: Manifest, readText: (text: string) => YamlText): ParsedDocuments {
  const { documents, lines } = readText(text);
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file: name, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problem = unreadableCharacter(text);
  if (problem) return unreadable([problem], position);
  const parts = documents.map((document) => parseDocument(document, position));
  return { values: parts.flatMap(({ values }) => values), problems: parts.flatMap(({ problems }) => problems) };
}

type PositionOf = (offset: number) => Position;

function parseDocument(document: Document.Parsed<ParsedNode>, position: PositionOf): ParsedDocuments {
  const { contents, errors } = document;
  if (errors.length > 0) return unreadable(errors, position);
  const { value, problem } = toValue(document);
  if (problem) return unreadable([problem], position);
  if (contents === null || value === null) return { values: [], problems: [] };
  const locate: Locate = (path, part) => position(nearestOffset(document, contents, path, part));
  return { values: [{ value, locate }], problems: [] };
}

type Locate = LocatedObject['locate'];

/** Items of lists, and of lists in lists. Those of a `BatchList` need not say that they are Batches. */
function listItems(value: unknown, locate: Locate): LocatedValue[] {
  if (!isJsonObject(value) || !isList(value)) return [{ value, locate }];
  const { apiVersion, kind } = value;
  const known = kind === 'List' ? {} : { apiVersion, kind: kind.slice(0, -'List'.length) };
  return value.items.flatMap((item, i) =>
    listItems(isJsonObject(item) ? { ...known, ...item } : item, (path, part) =>
      locate([`items[${i}]`, path].filter(Boolean).join('.'), part),
    ),
  );
}

interface List {
  readonly kind: string;
  readonly items: readonly unknown[];
}

const isList = (value: JsonObject): value is JsonObject & List =>
  typeof value.kind === 'string' && value.kind.endsWith('List') && Array.isArray(value.items);

function toObject({ value, locate }: LocatedValue): ParsedManifest {
  const problems = headErrors(value).map((error) => fieldProblem(locate(error.path), error));
  return { objects: problems.length === 0 ? [{ object: value as KubernetesObject, locate }] : [], problems };
}

function unreadable(found: readonly (YAMLError | YamlProblem)[], position: PositionOf): ParsedDocuments {
  const problems = found.map(({ pos, message }) => ({
    position: position(pos[0]),
    message: `cannot read YAML: ${plainMessage(message)}`,
  }));
  return { values: [], problems };
}

/** The reader follows the nesting of the text, and says so only by the name of what ran out. */
function plainMessage(message: string): string {
  const line = message.split('\n', 1)[0] ?? '';
  return line.startsWith('Maximum call stack size exceeded') ? 'the text is nested too deep' : line;
}
