import { visibleTextProblem } from './visible-text-rule.js';

/** What `git check-ref-format` refuses, in its order. Source: https://git-scm.com/docs/git-check-ref-format */
const rules: readonly (readonly [wrong: RegExp, wanted: string])[] = [
  [/^-/, "must not begin with '-'"],
  [/(^|\/)\./, "must not begin with '.', nor a part of it behind a '/'"],
  [/\.lock(\/|$)/, "must not end in '.lock', nor a part of it before a '/'"],
  [/\.\./, "must not hold '..'"],
  [/[ ~^:?*[\\]/, "must not hold a blank, '~', '^', ':', '?', '*', '[' or a backslash"],
  [/^\/|\/$|\/\//, "must not begin or end with '/', nor hold '//'"],
  [/\.$/, "must not end in '.'"],
  [/@\{/, "must not hold '@{'"],
  [/^@$/, "must not be '@'"],
];

/** Why git takes a text for no branch, tag or commit; undefined when it is one. */
export function gitRefProblem(ref: string): string | undefined {
  const unseen = visibleTextProblem(ref);
  if (unseen) return unseen;
  const [, wanted] = rules.find(([wrong]) => wrong.test(ref)) ?? [];
  return wanted && `${wanted}; git refuses such a name`;
}

/** Why git takes a text for no branch or tag that a clone can check out; undefined when it is one. */
export function gitBranchProblem(name: string): string | undefined {
  if (name === 'HEAD') return "must not be 'HEAD', which git refuses for a branch; leave it out for the default branch";
  const [, short] = /^refs\/(?:heads|tags)\/(.+)$/.exec(name) ?? [];
  return short === undefined
    ? gitRefProblem(name)
    : `must be the name alone, such as ${short}; a full ref belongs into revision`;
}
