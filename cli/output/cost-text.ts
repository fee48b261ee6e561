/** `$0.42`; empty where no cost is known. */
export const costText = (usd: number | undefined): string => (usd === undefined ? '' : `$${usd.toFixed(2)}`);
