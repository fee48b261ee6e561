/** A path inside a container and the folder or file of this machine that stands for it. Both absolute. */
export interface PathMapping {
  readonly path: string;
  readonly target: string;
}

/**
 * What may not stand before a path for it to begin there: `$HOME/workspace` and `https://host/workspace` are other paths.
 * `dir://` may: builders get a folder of their own container in this form.
 */
const notBefore = String.raw`(?:(?<=\bdir:\/\/)|(?<![\w.\-/~})]))`;
/** What may not follow: `/workspace-2` and `/workspace.md` are other paths, `/workspace.` ends a sentence. */
const notAfter = String.raw`(?![\w-]|\.\w)`;

/**
 * Replaces container paths in a text by the folders that stand for them.
 *
 * Processes here share one file system, so a container's paths are mapped in the text it is started with: its command,
 * arguments, environment and working directory. A path is replaced where it begins and ends a path, the longest first;
 * a path inside a URL (`file:///workspace`) names this machine's own file and stays. Text inside mounted files stays
 * too: a program should ask its environment (`WORKSPACE_DIR`), not spell a path out.
 */
export function mapPaths(text: string, mappings: readonly PathMapping[]): string {
  const targets = new Map(mappings.map(({ path, target }) => [path, target]));
  if (targets.size === 0) return text;
  const longestFirst = [...targets.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`${notBefore}(?:${longestFirst.map(escapeRegExp).join('|')})${notAfter}`, 'g');
  return text.replace(pattern, (path) => targets.get(path) ?? path);
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
