import { dirname, join, normalize } from 'node:path/posix';

/** Pages by their path in the repository: the path on the site, without `.md`. */
export type SitePaths = ReadonlyMap<string, string>;

/** `docs/runs.md` is `runs`, `docs/README.md` is `index`, and a page at the root is below `project/`. */
export function sitePathOf(page: string): string {
  const inDocs = /^docs\/(.+)\.md$/.exec(page)?.[1];
  if (inDocs !== undefined) return inDocs === 'README' ? 'index' : inDocs;
  return `project/${page
    .replace(/\.md$/, '')
    .replace(/\/README$/, '')
    .toLowerCase()}`;
}

/**
 * A page for the site: links lead to pages and pictures of the site, and what the site does not have is named without a link. Text in
 * code stays as it is.
 */
export function stagedPage(page: string, text: string, paths: SitePaths): string {
  const parts = text.split(/(^ *```[\s\S]*?^ *```$)/gm);
  return parts.map((part, index) => (index % 2 === 1 ? part : asText(withSiteLinks(page, part, paths)))).join('');
}

/** Outside of code, `<` and `{{` are text and no tags of the site, but for anchors and comments. */
const asText = (text: string): string =>
  text
    .split(/(`+[^`]+`+)/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replaceAll(/<(?!!--|a id="|\/a>|https?:)/g, '&lt;').replaceAll('{{', '&#123;&#123;'),
    )
    .join('');

const withSiteLinks = (page: string, text: string, paths: SitePaths): string =>
  text.replaceAll(/\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^)\s#]*)(#[^)\s]*)?\)/g, (link, label, target, anchor = '') => {
    if (target === '' || /^[a-z]+:/.test(target)) return link;
    if (target.endsWith('.svg')) return `[${label}](/${normalize(join(dirname(page), target)).replace(/^docs\//, '')})`;
    const found = paths.get(normalize(join(dirname(page), target)));
    return found === undefined ? label : `[${label}](/${found}${anchor})`;
  });
