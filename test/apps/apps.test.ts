import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { Chart } from 'cdk8s';
import { loadAll } from 'js-yaml';
import { BuildHelloWorldAgentChart } from '../../apps/build-hello-world-agent.js';
import { CrdsChart } from '../../apps/crds.js';
import { HelloAgentChart } from '../../apps/hello-agent.js';
import { SecurityPatchChart } from '../../apps/security-patch.js';
import { UpdateDepsChart } from '../../apps/update-deps.js';
import { KubetaskApp, ManifestConstruct } from '../../constructs/index.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';
import { checkManifests } from '../../plan/manifest/check-manifests.js';

function synthesize(fill: (app: KubetaskApp) => void): [file: string, text: string][] {
  const app = new KubetaskApp();
  fill(app);
  return [...app.manifests()];
}

const headers = (text: string) =>
  (loadAll(text) as KubernetesObject[]).map(
    ({ kind, metadata }) => `${kind} ${metadata.namespace ?? '-'}/${metadata.name}`,
  );

describe('the content of dist/', () => {
  test('the CRDs, cluster-scoped', () => {
    const [[file, text = ''] = []] = synthesize((app) => new CrdsChart(app));
    expect(file).toBe('crds.k8s.yaml');
    expect(headers(text)).toEqual(expect.arrayContaining(['CustomResourceDefinition -/batches.kubetask.io']));
  });

  test("the seed's run with its Jobs", () => {
    const [[file, text = ''] = []] = synthesize((app) => new UpdateDepsChart(app));
    expect(file).toBe('update-deps-001.k8s.yaml');
    expect(headers(text)).toEqual([
      'Batch kubetask-system/update-dependencies',
      'BatchRun kubetask-system/update-deps-001',
      expect.stringMatching(/^ConfigMap kubetask-system\/update-deps-001-context-[0-9a-f]{10}$/),
      expect.stringMatching(/^ConfigMap kubetask-system\/update-deps-001-clone-[0-9a-f]{10}$/),
      expect.stringMatching(/^ConfigMap kubetask-system\/update-deps-001-write-files-[0-9a-f]{10}$/),
      'Job kubetask-system/update-deps-001-task-0',
      'Job kubetask-system/update-deps-001-task-1',
    ]);
  });

  test('the example with every feature can be synthesized', () => {
    expect(synthesize((app) => new SecurityPatchChart(app))).toHaveLength(1);
  });

  test('an agent that stays up, with its objects', () => {
    const [[file, text = ''] = []] = synthesize((app) => new HelloAgentChart(app));
    expect(file).toBe('hello-agent.k8s.yaml');
    expect(headers(text)).toEqual([
      'ConfigMap agents/house-style',
      'Service agents/hello-agent',
      'Deployment agents/hello-agent',
      'Ingress agents/hello-agent',
    ]);
  });

  test("the original project's build, without a run", () => {
    const [[file, text = ''] = []] = synthesize((app) => new BuildHelloWorldAgentChart(app));
    expect(file).toBe('my-beeai-agent-build-v1.k8s.yaml');
    expect(headers(text)).toEqual([
      'ServiceAccount agents/my-beeai-agent-build-v1',
      'Pipeline agents/my-beeai-agent-build-v1',
    ]);
  });
});

const examples = new URL('../../examples/', import.meta.url);

describe('examples/', () => {
  test('README.md lists each of them', () => {
    const table = readFileSync(new URL('README.md', examples), 'utf8');
    const folders = [
      'agents/hello-agent',
      'agents/replace-agent',
      'campaigns/multi-provider',
      'campaigns/github-fleet',
    ];
    const listed = [
      ...readdirSync(examples).filter((name) => !['README.md', 'agents', 'campaigns'].includes(name)),
      ...folders,
    ];
    expect(listed.filter((name) => !table.includes(`](${name}`))).toEqual([]);
  });

  // A list of repositories is no manifest.
  const names = readdirSync(examples).filter((name) => name.endsWith('.yaml') && name !== 'fleet.yaml');

  test.each(names)('%s: no problem', (name) => {
    const text = readFileSync(new URL(name, examples), 'utf8');
    expect(checkManifests([{ name, text }]).problems).toEqual([]);
  });

  // An AgentBuild and an Agent have no Jobs to plan.
  const batches = names.filter((name) => !/agent/.test(name));
  test.each(batches)('%s: synthesized without a finding, with a Job per task', (name) => {
    const path = fileURLToPath(new URL(name, examples));
    const [[, text = ''] = []] = synthesize((app) => {
      ManifestConstruct.fromFiles(new Chart(app, 'c'), 'm', [path], { jobs: 'synthesized' });
    });
    expect(headers(text).filter((header) => header.startsWith('Job '))).toHaveLength(2);
  });

  test('update-deps.yaml: the same objects as from apps/update-deps.ts', () => {
    const path = fileURLToPath(new URL('update-deps.yaml', examples));
    const [[, fromYaml] = []] = synthesize((app) => {
      ManifestConstruct.fromFiles(new Chart(app, 'c'), 'm', [path], { jobs: 'synthesized' });
    });
    const [[, fromTypeScript] = []] = synthesize((app) => new UpdateDepsChart(app));
    expect(fromYaml).toBe(fromTypeScript);
  });
});
