import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { load } from 'js-yaml';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';

type Lookup = (object: KubernetesObject) => KubernetesObject | undefined;

/**
 * Finds objects as they were: in a folder, or below the output folder at a Git revision. They are read when the first is
 * asked for, and each is parsed when it is asked for.
 *
 * @throws Error for what is neither a folder nor a revision
 */
export function baseObjects(base: string, outdir: string): Lookup {
  let texts: ReadonlyMap<string, string> | undefined;
  return (object) => {
    texts ??= new Map(documentsOf(base, outdir).map((text) => [keyOfText(text), text]));
    const text = texts.get(keyOf(object));
    return text === undefined ? undefined : (load(text) as KubernetesObject);
  };
}

function documentsOf(base: string, outdir: string): string[] {
  const isFolder = existsSync(base) && statSync(base).isDirectory();
  const files = isFolder ? filesOf(base) : committedFiles(base, outdir);
  return files.flatMap((text) => text.split(/^---.*$/m)).filter((text) => text.trim() !== '');
}

const isManifest = (name: string): boolean => /\.ya?ml$/.test(name);

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(isManifest)
    .map((name) => readFileSync(join(folder, name), 'utf8'));

/** `cdk8s synth` has removed the output folder, so git is asked from the folder around it. */
function committedFiles(revision: string, outdir: string): string[] {
  const cwd = dirname(resolve(outdir));
  const git = (...args: readonly string[]) =>
    execFileSync('git', [...args], { cwd, encoding: 'utf8', maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    // The commit first: a revision that begins with a dash would be an option.
    const commit = git('rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`).trim();
    const names = git('ls-tree', '-r', '-z', '--name-only', commit, '--', basename(outdir)).split('\0');
    return names.filter(isManifest).map((name) => git('show', `${commit}:./${name}`));
  } catch (error) {
    const why = String((error as { stderr?: unknown }).stderr ?? (error as Error).message).trim();
    throw new Error(`Cannot read the base ${revision}: ${why}; give a folder or a Git revision`, { cause: error });
  }
}

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
