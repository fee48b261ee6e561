/**
 * The query of the next page, from a Link header; undefined on the last page. Only the query of the link is used: a
 * server behind a proxy may not know its own address, and no link leads to another host.
 *
 * Source: https://datatracker.ietf.org/doc/html/rfc8288
 */
export function nextPage(headers: Headers): URLSearchParams | undefined {
  for (const [, target = '', parameters = ''] of (headers.get('link') ?? '').matchAll(/<([^>]*)>([^<]*)/g)) {
    const relations = /;\s*rel\s*=\s*"?([^";,]*)"?/i.exec(parameters)?.[1]?.toLowerCase().split(/\s+/) ?? [];
    if (relations.includes('next')) return new URL(target, 'http://relative').searchParams;
  }
  return undefined;
}
