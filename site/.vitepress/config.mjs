import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { slugOf } from '../../build/scripts/site/slug.js';

const source = fileURLToPath(new URL('../../build/site-source', import.meta.url));

/** A diagram is drawn by the component of the theme, in the colours of the page. */
function drawMermaid(markdown) {
  const fence = markdown.renderer.rules.fence;
  markdown.renderer.rules.fence = (tokens, index, ...others) => {
    const { info, content } = tokens[index];
    if (info.trim() !== 'mermaid') return fence(tokens, index, ...others);
    return `<MermaidDiagram code="${encodeURIComponent(content)}" />`;
  };
}

export default {
  title: 'kubetask',
  description: 'AI agents over many repositories on Kubernetes, reviewed like code',
  srcDir: source,
  outDir: fileURLToPath(new URL('../../build/site', import.meta.url)),
  cacheDir: fileURLToPath(new URL('../../build/site-cache', import.meta.url)),
  cleanUrls: true,
  lastUpdated: false,
  markdown: { anchor: { slugify: slugOf }, config: drawMermaid },
  themeConfig: {
    nav: [
      { text: 'Quick start', link: '/quick-start' },
      { text: 'Errors', link: '/errors' },
      { text: 'API', link: '/api' },
      { text: 'Changelog', link: '/project/changelog' },
    ],
    sidebar: [
      ...JSON.parse(readFileSync(`${source}/sidebar.json`, 'utf8')).map((group) => ({ ...group, collapsed: false })),
      {
        text: 'Project',
        collapsed: true,
        items: [
          { text: 'Examples', link: '/project/examples' },
          { text: 'Security policy', link: '/project/security' },
          { text: 'Architecture', link: '/project/architecture' },
          { text: 'Contributing', link: '/project/contributing' },
          { text: 'Decisions', link: '/project/decisions' },
          { text: 'Benchmarks', link: '/project/bench' },
        ],
      },
    ],
    outline: [2, 3],
    search: { provider: 'local' },
  },
};
