import { isJsonObject } from '../../../structural-schema/json-schema-props.js';
import { setField } from '../../../structural-schema/set-field.js';
import { cloneJson, equalJson } from '../objects/json-value.js';
import { badRequest, tooManyOperations } from '../status-errors.js';
import { invalidPatch } from './invalid-patch.js';

/** @source kubernetes: maxJSONPatchOperations and AccumulatedCopySizeLimit of k8s.io/apiserver */
const mostOperations = 10_000;
const mostCopiedBytes = 3 * 1024 * 1024;
/** An item that is put into the middle of a list, or taken out, moves all behind it; others wait meanwhile. */
const mostMovedItems = 100_000_000;

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/**
 * RFC 6902. Returns a changed copy.
 *
 * @throws ApiError 400 when it is no list of operations, 422 when an operation cannot be done or a `test` fails; then nothing of the patch counts.
 */
export function jsonPatch(target: unknown, operations: unknown): unknown {
  if (!Array.isArray(operations)) {
    const why = `cannot unmarshal ${typeof operations} into Go value of type []handlers.jsonPatchOp`;
    throw badRequest(`error decoding patch: json: ${why}`);
  }
  if (operations.length > mostOperations) throw tooManyOperations(mostOperations, operations.length);
  let document = cloneJson(target);
  let copiedBytes = 0;
  let movedItems = 0;
  for (const operation of operations.map(asOperation)) {
    if (operation.op === 'copy') copiedBytes += sizeOf(read(document, operation.from ?? ''));
    if (copiedBytes > mostCopiedBytes) throw invalidPatch('the copies of the patch are too large');
    movedItems += longestListOf(document, operation);
    if (movedItems > mostMovedItems) throw invalidPatch('the patch moves too many items of lists');
    document = applyOperation(document, operation);
  }
  return document;
}

function asOperation(operation: unknown): Operation {
  const { op, path, from = '' } = (operation ?? {}) as Partial<Operation>;
  if (typeof op === 'string' && typeof path === 'string' && typeof from === 'string') return operation as Operation;
  throw badRequest(`error decoding patch: ${JSON.stringify(operation).slice(0, 200)} is no operation with op and path`);
}

const sizeOf = (value: unknown): number => JSON.stringify(value).length;

/** At most so many items move. */
function longestListOf(document: unknown, { op, path, from = '' }: Operation): number {
  if (op !== 'add' && op !== 'remove' && op !== 'move' && op !== 'copy') return 0;
  const lengths = [path, from].map((pointer) => {
    const list = find(document, tokens(pointer).slice(0, -1));
    return Array.isArray(list) ? list.length : 0;
  });
  return Math.max(...lengths);
}

function applyOperation(document: unknown, { op, path, from = '', value }: Operation): unknown {
  switch (op) {
    case 'add':
      return edit(document, path, (parent, key) => insert(parent, key, value), value);
    case 'replace':
      // As the real server's library: a field that is not there yet is added.
      return edit(document, path, (parent, key) => assign(parent, key, value), value);
    case 'remove':
      read(document, path);
      return edit(document, path, erase, null);
    case 'move': {
      const moved = read(document, from);
      const without = edit(document, from, erase, null);
      return edit(without, path, (parent, key) => insert(parent, key, moved), moved);
    }
    case 'copy': {
      const copied = cloneJson(read(document, from));
      return edit(document, path, (parent, key) => insert(parent, key, copied), copied);
    }
    case 'test':
      if (equalJson(read(document, path), value)) return document;
      throw invalidPatch(`testing path ${path} failed`);
    default:
      throw invalidPatch(`unexpected kind: ${op}`);
  }
}

type Container = unknown[] | Record<string, unknown>;

const tokens = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

function read(document: unknown, pointer: string): unknown {
  const found = find(document, tokens(pointer));
  if (found === undefined) throw invalidPatch(`the path does not exist: ${pointer}`);
  return found;
}

/** Undefined when a step of the path does not exist. */
const find = (document: unknown, path: readonly string[]): unknown =>
  path.reduce(
    (value, token) => (Array.isArray(value) || isJsonObject(value) ? ownField(value, token) : undefined),
    document,
  );

/** Never what every object inherits: a patch could change that for the whole process. */
function ownField(value: readonly unknown[] | Readonly<Record<string, unknown>>, token: string): unknown {
  if (Array.isArray(value)) return /^\d+$/.test(token) ? value[Number(token)] : undefined;
  return Object.hasOwn(value, token) ? (value as Readonly<Record<string, unknown>>)[token] : undefined;
}

/** Changes the container that holds the last token; an empty pointer stands for the whole document. */
function edit(
  document: unknown,
  pointer: string,
  change: (parent: Container, key: string) => void,
  whole: unknown,
): unknown {
  if (pointer === '') return whole;
  const parent = read(document, pointer.slice(0, pointer.lastIndexOf('/')));
  if (typeof parent !== 'object' || parent === null) throw invalidPatch(`the path does not exist: ${pointer}`);
  change(parent as Container, tokens(pointer).at(-1) ?? '');
  return document;
}

function insert(parent: Container, key: string, value: unknown): void {
  if (!Array.isArray(parent)) setField(parent, key, value);
  else if (key === '-') parent.push(value);
  else parent.splice(indexIn(parent, key, parent.length), 0, value);
}

function assign(parent: Container, key: string, value: unknown): void {
  if (Array.isArray(parent)) parent[indexIn(parent, key, parent.length - 1)] = value;
  else setField(parent, key, value);
}

function erase(parent: Container, key: string): void {
  if (Array.isArray(parent)) parent.splice(indexIn(parent, key, parent.length - 1), 1);
  else delete parent[key];
}

function indexIn(list: readonly unknown[], key: string, last: number): number {
  const index = Number(key);
  if (!/^\d+$/.test(key) || index > last) throw invalidPatch(`index ${key} is out of bounds of ${list.length} items`);
  return index;
}
