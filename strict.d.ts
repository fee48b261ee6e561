/**
 * The library's `Object.fromEntries` takes arrays that are no pairs as well, and then returns `any`: spread into a literal,
 * that leaves the whole literal unchecked. Here such a call returns `unknown`, which cannot be spread.
 */
interface ObjectConstructor {
  fromEntries<T>(entries: Iterable<readonly [PropertyKey, T]>): { [name: string]: T };
  fromEntries(entries: Iterable<readonly unknown[]>): unknown;
}
