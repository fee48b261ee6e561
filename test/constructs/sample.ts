import { Chart, type ChartProps } from 'cdk8s';
import { loadAll } from 'js-yaml';
import { Context, KubetaskApp, SynthesisError } from '../../constructs/index.js';
import type { KubernetesObject } from '../../packages/kubernetes-conventions/kubernetes-object.js';

/** An app with one chart `c`, which a case fills. */
export function makeApp(fill: (chart: Chart) => void, props: ChartProps = {}): KubetaskApp {
  const app = new KubetaskApp();
  fill(new Chart(app, 'c', props));
  return app;
}

/** The YAML of the chart that a case fills. */
export const synthesize = (fill: (chart: Chart) => void, props: ChartProps = {}): string =>
  makeApp(fill, props).manifests().get('c.k8s.yaml') ?? '';

export const synthesizeObjects = (fill: (chart: Chart) => void, props: ChartProps = {}): KubernetesObject[] =>
  loadAll(synthesize(fill, props)) as KubernetesObject[];

/** The problems of the chart that a case fills, without the paths of the constructs; empty when it can be synthesized. */
export const problemsOf = (fill: (chart: Chart) => void, props: ChartProps = {}): readonly string[] =>
  problemsOfApp(makeApp(fill, props)).map((line) => line.replace(/^\[[^\]]*\] /, ''));

/** The problems of an app as they are shown. */
export function problemsOfApp(app: KubetaskApp): readonly string[] {
  try {
    app.manifests();
    return [];
  } catch (error) {
    if (error instanceof SynthesisError) return error.problems;
    throw error;
  }
}

export const task = Context.file('/workspace/task.md', 'Update dependencies.\n');
export const serviceA = Context.repository({ org: 'myorg', repo: 'service-a', branch: 'main' });
export const serviceB = Context.repository({ org: 'myorg', repo: 'service-b', branch: 'main' });
