import type { Kind } from '../../api/kinds/kind.js';
import { UserError } from '../errors/user-error.js';
import { allKinds, kindNamed, kubectlGet } from '../kinds.js';

/** What a person named: an object of one kind, of any kind, or the newest run. */
export interface Target {
  /** As written, for messages. */
  readonly text: string;
  readonly kind?: Kind;
  /** Undefined for `@latest`. */
  readonly name?: string;
}

const latest = '@latest';

/**
 * Reads `x`, `batch/x`, `batchruns.kubetask.io/x`, `@latest` and `taskrun/@latest`.
 *
 * @throws UserError for a kind that is not ours, or a name without letters
 */
export function parseTarget(text: string): Target {
  const slash = text.indexOf('/');
  const word = text.slice(0, Math.max(slash, 0));
  const name = text.slice(slash + 1);
  const kind = kindNamed(word);
  if (slash >= 0 && !kind) {
    const known = allKinds.map(({ singular }) => singular).join(', ');
    throw new UserError(
      `Cannot read ${text}: ${word || 'an empty word'} is not a kubetask kind; the kinds are ${known}`,
      word === '' || name === '' ? [] : [`${kubectlGet(word)} ${name}  shows an object of another kind`],
    );
  }
  if (name === '') {
    const form = kind ? `${word}/x` : 'batchrun/x or x';
    throw new UserError(`Cannot read '${text}': the name is empty; write it as ${form}`);
  }
  return { text, ...(kind ? { kind } : {}), ...(name === latest ? {} : { name }) };
}
