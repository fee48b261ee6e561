/** A compiled regular expression. */
export interface Pattern {
  /** Whether the text has a match. */
  test(text: string): boolean;
  /** The leftmost match, or undefined. */
  first(text: string): string | undefined;
  /** All non-overlapping matches, from left to right. */
  all(text: string): string[];
}

/** Compiles a pattern in Go's syntax. @throws Error with Go's message if the pattern is invalid and the engine checks */
export type PatternEngine = (source: string) => Pattern;

const native: PatternEngine = (source) => {
  // Almost all RE2 patterns are valid with `u`; the others (`\-` outside a class) compile without it.
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
 * Sets the engine for the patterns of schemas and CEL rules in this process. JavaScript's engine is the fastest,
 * but some patterns take exponential time: use another engine for schemas from untrusted sources.
 */
export function usePatternEngine(chosen: PatternEngine): void {
  engine = chosen;
  compiled.clear();
}

/** The compiled pattern of a schema or a CEL rule, cached. @throws as the engine does */
export function patternOf(source: string): Pattern {
  const known = compiled.get(source);
  if (known) return known;
  const made = engine(source);
  compiled.set(source, made);
  return made;
}
