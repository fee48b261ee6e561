import type { Context, FileSource } from '../../api/generated/kinds.js';
import { type FieldError, invalid } from '../../packages/structural-schema/field-error.js';
import type { LocatedContext } from './context-type.js';

/** One text of a file, in aggregation order, and where it was written. */
export interface FilePart {
  /** Absent for a text that an init container produces in the Pod. */
  readonly source?: FileSource;
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
    const text = textOf(context);
    if (!text) continue;
    const { filePath, source } = text.member;
    const parts = files.get(filePath) ?? [];
    parts.push({ path: `${path}.${text.name}`, ...(source ? { source } : {}) });
    files.set(filePath, parts);
  }
  return [...files].map(([filePath, parts]) => ({ filePath, parts }));
}

/** What a context of any type says about a text of its own: the member that has a filePath. */
function textOf({ type: _, ...members }: Context): { name: string; member: TextMember } | undefined {
  const [text] = Object.entries(members).filter(([, member]) => 'filePath' in member);
  return text && { name: text[0], member: text[1] as TextMember };
}

interface TextMember {
  readonly filePath: string;
  readonly source?: FileSource;
}

/** `<file>/<part>`: where a text lies below a folder of parts, so that the order of names is the order of the texts. */
export const partLocation = (file: number, part: number): string => `${threeDigits(file)}/${threeDigits(part)}`;

const threeDigits = (n: number) => String(n).padStart(3, '0');

/** The locations of the texts that init containers produce, by the path of their context's member. */
export const producedParts = (files: readonly PlannedFile[]): ReadonlyMap<string, string> =>
  new Map(
    files.flatMap(({ parts }, file) =>
      parts.flatMap(({ source, path }, part): [string, string][] => (source ? [] : [[path, partLocation(file, part)]])),
    ),
  );

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
    const bytes = source?.inline === undefined ? 0 : Buffer.byteLength(source.inline);
    if (bytes <= MAX_INLINE_BYTES) return [];
    const wanted = `must be at most ${MAX_INLINE_BYTES} bytes, the limit of a ConfigMap; split it, or put it into the image or a repository`;
    return [invalid(`${path}.source.inline`, `${bytes} bytes`, wanted)];
  });
}

/** Whether `path` is `folder` or lies below it. */
export const isInside = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
