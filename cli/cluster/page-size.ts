/** Runs differ a thousandfold in size; a page is to hold so much text, whatever it is made of. */
const pageBytes = 1 << 20;
const fewest = 10;
const most = 500;

/** Small, for nothing is known yet. */
export const firstPageSize = 50;

/** How many objects to request next, estimated from the previous page. */
export function nextPageSize(page: readonly unknown[]): number {
  const samples = [page[0], page[page.length >> 1], page.at(-1)].filter((object) => object !== undefined);
  const largest = Math.max(1, ...samples.map((object) => JSON.stringify(object).length));
  return Math.min(most, Math.max(fewest, Math.floor(pageBytes / largest)));
}
