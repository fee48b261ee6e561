/** A quantity without its unit, as an exact fraction of thousandths; enough for cpu in millis and memory in bytes. */
interface Quantity {
  readonly thousandths: bigint;
  readonly isBinary: boolean;
}

const decimalUnits: Readonly<Record<string, bigint>> = {
  m: 1n,
  '': 10n ** 3n,
  k: 10n ** 6n,
  M: 10n ** 9n,
  G: 10n ** 12n,
  T: 10n ** 15n,
  P: 10n ** 18n,
  E: 10n ** 21n,
};
const binaryUnits: Readonly<Record<string, bigint>> = {
  '': 1000n,
  Ki: 1000n * 2n ** 10n,
  Mi: 1000n * 2n ** 20n,
  Gi: 1000n * 2n ** 30n,
  Ti: 1000n * 2n ** 40n,
  Pi: 1000n * 2n ** 50n,
  Ei: 1000n * 2n ** 60n,
};

/**
 * The spelling in which an API server stores a quantity: the largest unit of which it is a whole multiple. So a stored
 * `1` is seen to be what `1000m` asked for. What is finer than a thousandth, or no quantity, or in exponents, stays.
 *
 * @source kubernetes: apimachinery/pkg/api/resource/quantity.go
 */
export function canonicalQuantity(text: number | string): string {
  const quantity = parseQuantity(String(text));
  if (!quantity) return String(text);
  const { thousandths, isBinary } = quantity;
  if (thousandths === 0n) return '0';
  const units = Object.entries(isBinary && thousandths >= 1024n * 1000n ? binaryUnits : decimalUnits);
  const [unit, size] = units.findLast(([, factor]) => thousandths % factor === 0n) ?? ['m', 1n];
  return `${thousandths / size}${unit}`;
}

/** Positive or negative: 1 when `a` is more than `b`, -1 when it is less, else 0; undefined when either is no quantity. */
export function compareQuantities(a: number | string, b: number | string): -1 | 0 | 1 | undefined {
  const [left, right] = [parseQuantity(String(a)), parseQuantity(String(b))];
  if (!left || !right) return undefined;
  if (left.thousandths === right.thousandths) return 0;
  return left.thousandths > right.thousandths ? 1 : -1;
}

/** As a number, in cores or bytes; undefined for what is no quantity. */
export function quantityValue(text: number | string): number | undefined {
  const quantity = parseQuantity(String(text));
  return quantity && Number(quantity.thousandths) / 1000;
}

function parseQuantity(text: string): Quantity | undefined {
  const [, whole = '', fraction = '', unit = ''] = /^\+?(\d*)\.?(\d*)([KMGTPE]i|[mkMGTPE]?)$/.exec(text) ?? [];
  const factor = binaryUnits[unit || '?'] ?? decimalUnits[unit];
  const digits = `${whole}${fraction}`;
  if (factor === undefined || digits === '') return undefined;
  const scaled = BigInt(digits) * factor;
  const divisor = 10n ** BigInt(fraction.length);
  return scaled % divisor === 0n ? { thousandths: scaled / divisor, isBinary: unit.endsWith('i') } : undefined;
}
