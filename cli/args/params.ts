import { InvalidArgumentError } from 'commander';
import type { Param } from '../../api/generated/kinds.js';

/** Collects `-p name=value`; of a name given twice the last value counts. @throws InvalidArgumentError */
export function collectParam(text: string, known: readonly Param[] = []): Param[] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('use name=value.');
  const name = text.slice(0, at);
  return [...known.filter((param) => param.name !== name), { name, value: text.slice(at + 1) }];
}
