import type { FileSource } from '../../api/generated/kinds.js';
import { type FieldError, invalid } from '../../api/schema/field-error.js';
import type { LocatedContext } from './context-type.js';

/** One text of a file, in aggregation order, and where it was written. */
export interface FilePart {
  readonly source: FileSource;
  readonly path: string;
}

/** A file of a task: its absolute path and its parts, at least one. */
export interface PlannedFile {
  readonly filePath: string;
  readonly parts: readonly FilePart[];
}

/** Files by path, in order of first mention; parts of one path in layer order. */
export function plannedFiles(contexts: readonly LocatedContext[]): PlannedFile[] {
  const files = new Map<string, FilePart[]>();
  for (const { context, path } of contexts) {
    if (context.type !== 'File' || !context.file) continue;
    const { filePath, source } = context.file;
    const parts = files.get(filePath) ?? [];
    parts.push({ source, path: `${path}.file` });
    files.set(filePath, parts);
  }
  return [...files].map(([filePath, parts]) => ({ filePath, parts }));
}

/** A ConfigMap holds at most 1 MiB, so does one inline text. */
export const MAX_INLINE_BYTES = 1024 * 1024;

/** Paths that would hide one another or kubetask's own folder, and texts no ConfigMap can hold. */
export function fileProblems(files: readonly PlannedFile[], workspaceDir: string): FieldError[] {
  return [...files.flatMap((file) => pathProblems(file, files, workspaceDir)), ...files.flatMap(sizeProblems)];
}

function pathProblems(
  { filePath, parts }: PlannedFile,
  all: readonly PlannedFile[],
  workspaceDir: string,
): FieldError[] {
  const at = `${parts[0]?.path}.filePath`;
  if (isInside(filePath, '/kubetask')) return [invalid(at, filePath, '/kubetask is reserved; choose another folder')];
  if (filePath === workspaceDir) return [invalid(at, filePath, 'is the workspace folder; name a file inside it')];
  const child = all.find((other) => other.filePath !== filePath && isInside(other.filePath, filePath));
  return child ? [invalid(at, filePath, `cannot be a file and the folder of ${child.filePath}`)] : [];
}

function sizeProblems({ parts }: PlannedFile): FieldError[] {
  return parts.flatMap(({ source, path }) => {
    const bytes = source.inline === undefined ? 0 : Buffer.byteLength(source.inline);
    if (bytes <= MAX_INLINE_BYTES) return [];
    const wanted = `must be at most ${MAX_INLINE_BYTES} bytes, the limit of a ConfigMap; split it, or put it into the image or a repository`;
    return [invalid(`${path}.source.inline`, `${bytes} bytes`, wanted)];
  });
}

/** Whether `path` is `folder` or lies below it. */
export const isInside = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
