import type { Context, FileSource } from '../../api/generated/kinds.js';
import { invalid } from '../../packages/structural-schema/field-error.js';
import { formatPlace, type Place, type PlanProblem } from '../problem.js';
import type { LocatedContext } from './context-type.js';

/** One text of a file, in aggregation order, and where it was written. */
export interface FilePart extends Place {
  /** Absent for a text that an init container produces in the Pod. */
  readonly source?: FileSource;
}

/** A file of a task: its absolute path and its parts, at least one. */
export interface PlannedFile {
  readonly filePath: string;
  readonly parts: readonly FilePart[];
}

/** Files by path, in order of first mention; parts of one path in layer order. */
export function plannedFiles(contexts: readonly LocatedContext[]): PlannedFile[] {
  const files = new Map<string, FilePart[]>();
  for (const { context, owner, path } of contexts) {
    const text = textOf(context);
    if (!text) continue;
    const { filePath, source } = text.member;
    const parts = files.get(filePath) ?? [];
    parts.push({ owner, path: `${path}.${text.name}`, ...(source ? { source } : {}) });
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

/**
 * Paths that would hide one another, a clone or kubetask's own folder, and texts no ConfigMap can hold.
 *
 * @param clones of the same task
 */
export function fileProblems(
  files: readonly PlannedFile[],
  workspaceDir: string,
  clones: readonly (Place & { readonly folder: string })[] = [],
): PlanProblem[] {
  return [
    ...files.flatMap((file) => pathProblems(file, files, workspaceDir)),
    ...files.flatMap((file) => cloneProblems(file, workspaceDir, clones)),
    ...files.flatMap(sizeProblems),
  ];
}

/** A clone is there first, and no file takes the place of a folder. */
function cloneProblems(
  { filePath, parts: [first] }: PlannedFile,
  workspaceDir: string,
  clones: readonly (Place & { readonly folder: string })[],
): PlanProblem[] {
  const clone = clones.find(({ folder }) => isInside(`${workspaceDir}/${folder}`, filePath));
  if (!first || !clone || isInside(workspaceDir, filePath)) return [];
  const wanted = `cannot be a file and the folder of the clone at ${formatPlace(clone)}; give another path`;
  return [{ owner: first.owner, ...invalid(`${first.path}.filePath`, filePath, wanted) }];
}

function pathProblems(
  { filePath, parts }: PlannedFile,
  all: readonly PlannedFile[],
  workspaceDir: string,
): PlanProblem[] {
  const [first] = parts;
  const wanted = wantedPath(filePath, all, workspaceDir);
  if (!first || wanted === undefined) return [];
  return [{ owner: first.owner, ...invalid(`${first.path}.filePath`, filePath, wanted) }];
}

function wantedPath(filePath: string, all: readonly PlannedFile[], workspaceDir: string): string | undefined {
  if (isInside(filePath, '/kubetask')) return '/kubetask is reserved; choose another folder';
  if (filePath === workspaceDir) return 'is the workspace folder; name a file inside it';
  const child = all.find((other) => other.filePath !== filePath && isInside(other.filePath, filePath));
  return child && `cannot be a file and the folder of ${child.filePath}`;
}

function sizeProblems({ parts }: PlannedFile): PlanProblem[] {
  return parts.flatMap(({ source, owner, path }) => {
    const bytes = source?.inline === undefined ? 0 : Buffer.byteLength(source.inline);
    if (bytes <= MAX_INLINE_BYTES) return [];
    const wanted = `must be at most ${MAX_INLINE_BYTES} bytes, the limit of a ConfigMap; split it, or put it into the image or a repository`;
    return [{ owner, ...invalid(`${path}.source.inline`, `${bytes} bytes`, wanted) }];
  });
}

/** Whether `path` is `folder` or lies below it. */
export const isInside = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);
