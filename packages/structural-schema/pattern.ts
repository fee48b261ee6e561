/** A regular expression, ready to be used. */
export interface Pattern {
  test(text: string): boolean;
  /** The leftmost match; undefined when there is none. */
  first(text: string): string | undefined;
  /** All matches that do not overlap, from left to right. */
  all(text: string): string[];
}

/** Compiles a pattern in Go's syntax. @throws Error in Go's words for one that Go does not know, if the engine can tell */
export type PatternEngine = (source: string) => Pattern;

const native: PatternEngine = (source) => {
  // RE2 patterns are almost all valid with `u`; the few that are not (`\-` outside a class) are tried without.
  const compiled = nativeWith(source, 'gu') ?? nativeWith(source, 'g') ?? /^/g;
  return {
    test: (text) => text.search(compiled) >= 0,
    first: (text) => text.match(compiled)?.[0],
    all: (text) => [...(text.match(compiled) ?? [])],
  };
};

function nativeWith(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags);
  } catch {
    return undefined;
  }
}

let engine = native;
const compiled = new Map<string, Pattern>();

/**
 * Chooses the engine for the patterns of schemas and CEL rules, in all of this process. JavaScript's own is the fastest,
 * but the time of some patterns doubles with every character: who takes schemas from strangers must choose another.
 */
export function usePatternEngine(chosen: PatternEngine): void {
  engine = chosen;
  compiled.clear();
}

/** A pattern of a schema or a CEL rule, compiled once. @throws as the engine does */
export function patternOf(source: string): Pattern {
  const known = compiled.get(source);
  if (known) return known;
  const made = engine(source);
  compiled.set(source, made);
  return made;
}
