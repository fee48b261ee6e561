import type { GitToken } from '../../api/generated/kinds.js';
import { canonicalRepository } from '../context/same-repository.js';

/** The rule that mints the token of a repository: the one with the longest URL at or above it; undefined without one. */
export function tokenRule(url: string, rules: readonly GitToken[] = []): GitToken | undefined {
  const above = rules.filter((rule) => isAbove(rule.url, url));
  return above.reduce<GitToken | undefined>(
    (best, rule) => (best && length(best) >= length(rule) ? best : rule),
    undefined,
  );
}

const length = ({ url }: GitToken): number => canonical(url).length;

/** A token is never sent over another scheme than that of its rule. */
const isAbove = (rule: string, url: string): boolean =>
  schemeOf(rule) === schemeOf(url) && `${canonical(url)}/`.startsWith(`${canonical(rule)}/`);

const schemeOf = (url: string): string => /^(https?):/i.exec(url)?.[1]?.toLowerCase() ?? url;

export const canonical = (url: string): string => canonicalRepository(url).replace(/\/+$/, '');
