/**
 * Sets a field of a parsed document, whatever its name: to assign to `__proto__` would set the prototype of the object instead,
 * and the field would be lost.
 */
export function setField(object: Record<string, unknown>, field: string, value: unknown): void {
  if (field !== '__proto__') object[field] = value;
  else Object.defineProperty(object, field, { value, configurable: true, enumerable: true, writable: true });
}
