/** A list in which what an item depends on stands before it, and the cycles that prevent it. */
export interface DependencyOrder<Item> {
  /** Stable: an item stands where it stood, unless another has to come first. */
  readonly items: readonly Item[];
  /** Each with its first item repeated at its end. */
  readonly cycles: readonly (readonly Item[])[];
}

/**
 * Puts items after what they depend on. Linear in the number of items and dependencies.
 *
 * @param dependencies asked once per item; itself and what is not in the list are left out
 */
export function dependencyOrder<Item>(
  items: readonly Item[],
  dependencies: (item: Item) => Iterable<Item>,
): DependencyOrder<Item> {
  const known = new Set(items);
  const ordered = new Set<Item>();
  const path = new Set<Item>();
  const cycles: Item[][] = [];
  const visit = (item: Item): void => {
    path.add(item);
    for (const other of dependencies(item)) {
      if (other === item || !known.has(other) || ordered.has(other)) continue;
      if (path.has(other)) cycles.push([...[...path].slice([...path].indexOf(other)), other]);
      else visit(other);
    }
    path.delete(item);
    ordered.add(item);
  };
  for (const item of items) if (!ordered.has(item)) visit(item);
  return { items: [...ordered], cycles };
}
