import { RE2JS } from 're2js';
import type { Pattern } from '../../structural-schema/pattern.js';

/** Patterns as Go matches them: in time proportional to the text, whatever the pattern. @throws Error in Go's words */
export function linearPattern(source: string): Pattern {
  const compiled = RE2JS.compile(source);
  return {
    test: (text) => compiled.test(text),
    first: (text) => {
      const matcher = compiled.matcher(text);
      return matcher.find() ? (matcher.group() ?? undefined) : undefined;
    },
    all: (text) => {
      const matcher = compiled.matcher(text);
      const found: string[] = [];
      while (matcher.find()) found.push(matcher.group() ?? '');
      return found;
    },
  };
}
