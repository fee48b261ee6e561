import { sitePathOf } from './stage-page.js';

export interface SidebarGroup {
  readonly text: string;
  readonly items: readonly { readonly text: string; readonly link: string }[];
}

/** The navigation of the site: the sections of `docs/README.md` with the pages that each lists, in its order. */
export const sidebar = (map: string): SidebarGroup[] =>
  map
    .split(/^## /m)
    .slice(1)
    .map((section) => ({
      text: section.split('\n', 1)[0] ?? '',
      items: [...section.matchAll(/^\| \[([^\]]+)\]\(([^)]+)\)|^\| ([^|[]+) \| .*\[[^\]]+\]\(([^)]+)\) \|$/gm)].map(
        ([, text, page, agent, agentPage = '']) => ({
          text: text ?? `${agent}`,
          link: `/${sitePathOf(`docs/${page ?? agentPage}`)}`,
        }),
      ),
    }));
