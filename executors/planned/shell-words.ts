/** `$$`, and references to variables as Kubernetes reads them in commands and arguments. */
const reference = /\$\$|\$\(([^)]*)\)/g;

/** Whether a word refers to one of the variables. Pure. */
export const refersToVariables = (words: readonly string[], env: ReadonlyMap<string, string>): boolean =>
  words.some((word) => [...word.matchAll(reference)].some(([, name]) => name !== undefined && env.has(name)));

/**
 * The words of a command as a shell makes them where it runs: `$(NAME)` becomes the value that the variable has there, and
 * everything else is literal, as Kubernetes has it. No value is in the text. Pure.
 */
export const shellWords = (words: readonly string[], env: ReadonlyMap<string, string>): string =>
  words.map((word) => shellWord(word, env)).join(' ');

/** The words of a command, each as it is. Pure. */
export const literalWords = (words: readonly string[]): string => words.map((word) => quoted(word) || "''").join(' ');

function shellWord(word: string, env: ReadonlyMap<string, string>): string {
  let text = '';
  let from = 0;
  for (const { 0: found, 1: name, index } of word.matchAll(reference)) {
    text += quoted(word.slice(from, index));
    text += name === undefined ? quoted('$') : env.has(name) ? expansionOf(name) : quoted(found);
    from = index + found.length;
  }
  text += quoted(word.slice(from));
  return text === '' ? "''" : text;
}

/** A shell has no variable of another name; its environment may. */
const expansionOf = (name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `"\${${name}}"` : `"$(printenv ${quoted(name)})"`;

const quoted = (text: string): string => (text === '' ? '' : `'${text.replaceAll("'", `'\\''`)}'`);
