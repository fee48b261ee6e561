import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { BuildHelloWorldAgentChart } from '../../apps/build-hello-world-agent.js';
import { CrdsChart } from '../../apps/crds.js';
import { addGitopsKit } from '../../apps/gitops.js';
import { HelloAgentChart } from '../../apps/hello-agent.js';
import { InstallChart } from '../../apps/install.js';
import { SecurityPatchChart } from '../../apps/security-patch.js';
import { UpdateDepsChart } from '../../apps/update-deps.js';
import { KubetaskApp } from '../../constructs/index.js';
import { helmChart } from '../../constructs/install/helm/helm-chart.js';

/** The committed files are those that are synthesized. `npm test` compares dist/ as a whole, these tests each file. */
const dist = new URL('../../dist/', import.meta.url);
const committed = (path: string) => readFileSync(new URL(path, dist), 'utf8');

const charts: Record<string, (app: KubetaskApp) => unknown> = {
  'crds.k8s.yaml': (app) => new CrdsChart(app),
  'update-deps-001.k8s.yaml': (app) => new UpdateDepsChart(app),
  'security-patch.k8s.yaml': (app) => new SecurityPatchChart(app),
  'hello-agent.k8s.yaml': (app) => new HelloAgentChart(app),
  'my-beeai-agent-build-v1.k8s.yaml': (app) => new BuildHelloWorldAgentChart(app),
  'install.k8s.yaml': (app) => new InstallChart(app),
  'gitops/argocd-cm.k8s.yaml': addGitopsKit,
  'gitops/argocd.k8s.yaml': addGitopsKit,
  'gitops/flux.k8s.yaml': addGitopsKit,
};
test.each(Object.entries(charts))('%s: as committed', (file, fill) => {
  const app = new KubetaskApp();
  fill(app);
  expect(app.manifests().get(file)).toBe(committed(file));
});

const chart = helmChart();
test.each([...chart.keys()])('%s of the Helm chart: as committed', (file) => {
  expect(chart.get(file)).toBe(committed(`charts/kubetask/${file}`));
});

test('dist/ has no other file', () => {
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
  expect(files.filter((name) => !name.startsWith('charts/')).sort()).toEqual(Object.keys(charts).sort());
  expect(
    readdirSync(new URL('charts/kubetask/', dist), { recursive: true })
      .filter((name) => /\.\w+$/.test(String(name)))
      .sort(),
  ).toEqual([...chart.keys()].sort());
});
