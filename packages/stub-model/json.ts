/** A value of a request, of any type. */
export const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;

/** The items of a list; none of anything else. */
export const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A text; empty for anything else. */
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
