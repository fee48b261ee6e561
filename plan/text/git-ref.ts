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
