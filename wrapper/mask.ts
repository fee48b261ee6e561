const MASK = Buffer.from('***');

/**
 * Replaces texts in a stream of bytes, also where one lies across two chunks. Only the beginning of a possible match is
 * held back, so that a line without one is passed on at once.
 */
export class Masker {
  private readonly patterns: readonly Buffer[];
  private held: Buffer = Buffer.alloc(0);

  constructor(texts: readonly string[]) {
    // The longest first: of two that begin at one place it wins.
    this.patterns = texts
      .filter((text) => text !== '')
      .map((text) => Buffer.from(text))
      .sort((a, b) => b.length - a.length);
  }

  /** What can be passed on. */
  push(chunk: Buffer): Buffer {
    if (this.patterns.length === 0) return chunk;
    const bytes = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    const { masked, rest } = this.mask(bytes);
    const kept = this.beginningOfMatch(rest);
    this.held = Buffer.from(rest.subarray(kept));
    return masked.length === 0 ? rest.subarray(0, kept) : Buffer.concat([...masked, rest.subarray(0, kept)]);
  }

  /** What was held back: no match, since the stream has ended. */
  end(): Buffer {
    const rest = this.held;
    this.held = Buffer.alloc(0);
    return rest;
  }

  /** Of a text as a whole. */
  text(text: string): string {
    const { masked, rest } = this.mask(Buffer.from(text));
    return Buffer.concat([...masked, rest]).toString();
  }

  private mask(bytes: Buffer): { readonly masked: Buffer[]; readonly rest: Buffer } {
    const masked: Buffer[] = [];
    const next = this.patterns.map((pattern) => bytes.indexOf(pattern));
    let begin = 0;
    for (let at = first(next); at >= 0; at = first(next)) {
      const found = this.patterns[next.indexOf(at)] as Buffer;
      masked.push(bytes.subarray(begin, at), MASK);
      begin = at + found.length;
      this.patterns.forEach((pattern, i) => {
        const known = next[i] as number;
        if (known >= 0 && known < begin) next[i] = bytes.indexOf(pattern, begin);
      });
    }
    return { masked, rest: bytes.subarray(begin) };
  }

  /** Where the longest end of the bytes begins that a pattern begins with; their length if there is none. */
  private beginningOfMatch(bytes: Buffer): number {
    let earliest = bytes.length;
    for (const pattern of this.patterns) {
      const from = Math.max(0, bytes.length - pattern.length + 1);
      for (
        let at = bytes.indexOf(pattern[0] as number, from);
        at >= 0 && at < earliest;
        at = bytes.indexOf(pattern[0] as number, at + 1)
      ) {
        if (bytes.compare(pattern, 0, bytes.length - at, at) === 0) earliest = at;
      }
    }
    return earliest;
  }
}

const first = (places: readonly number[]): number =>
  places.reduce((least, place) => (place >= 0 && (least < 0 || place < least) ? place : least), -1);
