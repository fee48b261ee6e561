import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { load } from 'js-yaml';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';

/** The object as it was, in a folder below the output folder; elsewhere if it was in one place only. */
type Lookup = (object: KubernetesObject, folder?: string) => KubernetesObject | undefined;

interface BaseDocument {
  /** Below the output folder; empty for the output folder itself. */
  readonly folder: string;
  readonly text: string;
}

/**
 * Finds objects as they were: in a folder, or below the output folder at a Git revision. They are read when the first is
 * asked for, and each is parsed when it is asked for.
 *
 * @throws Error for what is neither a folder nor a revision
 */
export function baseObjects(base: string, outdir: string): Lookup {
  let documents: ReadonlyMap<string, readonly BaseDocument[]> | undefined;
  const read = () => {
    // What cannot be read is reported once, at the first object.
    documents = new Map();
    documents = byKey(documentsOf(base, outdir));
    return documents;
  };
  return (object, folder = '') => {
    documents ??= read();
    const named = documents.get(keyOf(object)) ?? [];
    const found = named.find((one) => one.folder === folder) ?? (named.length === 1 ? named[0] : undefined);
    return found && (load(found.text) as KubernetesObject);
  };
}

function byKey(documents: readonly BaseDocument[]): Map<string, BaseDocument[]> {
  const found = new Map<string, BaseDocument[]>();
  for (const document of documents) {
    const key = keyOfText(document.text);
    const known = found.get(key);
    if (known) known.push(document);
    else found.set(key, [document]);
  }
  return found;
}

function documentsOf(base: string, outdir: string): BaseDocument[] {
  const isFolder = existsSync(base) && statSync(base).isDirectory();
  const files = isFolder ? filesOf(base) : committedFiles(base, outdir);
  return files.flatMap(({ folder, text }) =>
    text
      .split(/^---.*$/m)
      .filter((part) => part.trim() !== '')
      .map((part) => ({ folder, text: part })),
  );
}

const isManifest = (name: string): boolean => /\.ya?ml$/.test(name);

const filesOf = (folder: string): BaseDocument[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(isManifest)
    .map((name) => ({ folder: folderOf(name), text: readFileSync(join(folder, name), 'utf8') }));

const folderOf = (file: string): string => dirname(file).replace(/^\.$/, '');

const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('git', [...args], { cwd, encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'pipe'] });

function committedFiles(base: string, outdir: string): BaseDocument[] {
  try {
    const [revision = '', path] = base.split(/:(.*)/s);
    const { cwd, folder } = path === undefined ? besideOutput(outdir) : { cwd: repositoryRoot(), folder: path };
    // The commit first: a revision that begins with a dash would be an option.
    const commit = git(cwd, 'rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`).trim();
    const names = git(cwd, 'ls-tree', '-r', '-z', '--name-only', commit, '--', folder).split('\0');
    return names.filter(isManifest).map((name) => ({
      folder: folderOf(relative(folder, name)),
      text: git(cwd, 'show', `${commit}:./${name}`),
    }));
  } catch (error) {
    const why = String((error as { stderr?: unknown }).stderr ?? (error as Error).message).trim();
    const wanted = 'give a folder, a Git revision, or REVISION:FOLDER';
    throw new Error(`Cannot read the base ${base}: ${why}; ${wanted}`, { cause: error });
  }
}

/** `cdk8s synth` has removed the output folder, so git is asked from the folder around it. */
const besideOutput = (outdir: string) => ({ cwd: dirname(resolve(outdir)), folder: basename(outdir) });

const repositoryRoot = (): string => git('.', 'rev-parse', '--show-toplevel').trim();

const keyOf = ({ apiVersion, kind, metadata: { namespace, name } }: KubernetesObject): string =>
  JSON.stringify([apiVersion, kind, namespace, name]);

/** Reading the head of a text takes a fraction of the time of parsing it. */
function keyOfText(text: string): string {
  const metadata = /^metadata:\n((?:[ ]+.*\n?)*)/m.exec(text)?.[1] ?? '';
  const at = (place: string, field: string) =>
    new RegExp(`^${place}${field}: *(.+?) *$`, 'm').exec(place === '' ? text : metadata)?.[1];
  const plain = (value: string | undefined) => (value === undefined ? undefined : String(load(value)));
  return JSON.stringify([
    plain(at('', 'apiVersion')),
    plain(at('', 'kind')),
    plain(at(' {2}', 'namespace')),
    plain(at(' {2}', 'name')),
  ]);
}
