/** Called after each change, with how much the namespace has become heavier. */
export type OnWeight = (namespace: string, bytes: number) => void;

/**
 * What the objects that the server reported to one reflector weigh, by namespace, whether they are held or not. It remembers a
 * number of each object and not the object. While a list is read, the heavier of the old and the new state counts.
 */
export class NamespaceWeights {
  private reported: Map<string, Weights> = new Map();
  private listed: Map<string, Weights> | undefined;

  constructor(private readonly onWeight: OnWeight) {}

  /** In bytes. */
  of(namespace: string): number {
    return Math.max(this.reported.get(namespace)?.sum ?? 0, this.listed?.get(namespace)?.sum ?? 0);
  }

  /** An object weighs so much. @param bytes 0 when the object is gone */
  note(namespace: string, uid: string, bytes: number): void {
    const weights = this.listed ?? this.reported;
    this.changing([namespace], () => {
      const known = weights.get(namespace) ?? new Weights();
      known.note(uid, bytes);
      if (known.isEmpty) weights.delete(namespace);
      else weights.set(namespace, known);
    });
  }

  /** What is noted from now on is all there is. */
  beginList(): void {
    this.endList(false);
    this.listed = new Map();
  }

  /** The list has ended. @param isWhole whether the list was read to its end; what was noted meanwhile is dropped otherwise */
  endList(isWhole: boolean): void {
    const { reported, listed } = this;
    if (!listed) return;
    this.changing([...new Set([...reported.keys(), ...listed.keys()])], () => {
      if (isWhole) this.reported = listed;
      this.listed = undefined;
    });
  }

  private changing(namespaces: readonly string[], change: () => void): void {
    const before = namespaces.map((namespace) => this.of(namespace));
    change();
    for (const [index, namespace] of namespaces.entries()) {
      const bytes = this.of(namespace) - (before[index] ?? 0);
      if (bytes !== 0) this.onWeight(namespace, bytes);
    }
  }
}

class Weights {
  sum = 0;
  private readonly byObject = new Map<number, number>();

  get isEmpty(): boolean {
    return this.byObject.size === 0;
  }

  note(uid: string, bytes: number): void {
    const id = shortId(uid);
    this.sum += bytes - (this.byObject.get(id) ?? 0);
    if (bytes === 0) this.byObject.delete(id);
    else this.byObject.set(id, bytes);
  }
}

/** 28 of the random bits of a uid: a number that V8 keeps without an object of its own. Two that are equal are counted once. */
function shortId(uid: string): number {
  const id = Number.parseInt(uid.slice(0, 7), 16);
  if (!Number.isNaN(id)) return id;
  let hash = 0;
  for (let at = 0; at < uid.length; at++) hash = (hash * 31 + uid.charCodeAt(at)) & 0xfffffff;
  return hash;
}
