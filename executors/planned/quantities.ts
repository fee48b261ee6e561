const units: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/** Cores of a cpu quantity: 0.5 for `500m`. NaN for what is no quantity. */
export const coresOf = (quantity: number | string): number => numberOf(quantity);

/** Bytes of a memory quantity, rounded up: 1073741824 for `1Gi`. NaN for what is no quantity. */
export const bytesOf = (quantity: number | string): number => Math.ceil(numberOf(quantity));

function numberOf(quantity: number | string): number {
  const [, number = '', unit = ''] = /^\+?([\d.]+(?:[eE][+-]?\d+)?)([mkMGTP]i?|Ki)?$/.exec(String(quantity)) ?? [];
  return number === '' ? Number.NaN : Number(number) * (units[unit] ?? Number.NaN);
}
