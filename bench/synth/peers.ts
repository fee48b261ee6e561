import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kubetask } from './sample-batch.js';
import type { SampleObjects } from './sample-jobs.js';

/** What a peer gets. */
interface Work {
  readonly repositories: number;
  readonly objects: SampleObjects;
  readonly outdir: string;
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: string[];
  readonly args?: string[];
  readonly env?: { readonly name: string; readonly value?: string }[];
  readonly volumeMounts: { readonly name: string; readonly mountPath: string }[];
}

interface SampleJob {
  readonly metadata: { readonly name: string; readonly labels: Record<string, string> };
  readonly spec: { readonly template: { readonly spec: { containers: Container[]; initContainers: Container[] } } };
}

/** Each loads what it needs, so that its process measures nothing else. */
export const peers: Readonly<Record<string, (work: Work) => Promise<void>>> = {
  kubetask: async ({ repositories, outdir }) => {
    const library: Kubetask = await import(new URL('../../library/constructs/index.mjs', import.meta.url).href);
    const { sampleBatch } = await import('./sample-batch.js');
    const app = new library.KubetaskApp({ outdir });
    sampleBatch(library, app, repositories);
    app.synth();
  },
  'cdk8s App': async (work) => {
    const { ApiObject, App, Chart } = await import('cdk8s');
    const app = new App({ outdir: work.outdir });
    const chart = new Chart(app, 'fleet');
    let id = 0;
    for (const object of objectsOf(work)) new ApiObject(chart, `o${id++}`, object as never);
    app.synth();
  },
  'cdk8s-plus-28 Job': async (work) => {
    const { App, Chart } = await import('cdk8s');
    const plus = await import('cdk8s-plus-28');
    const app = new App({ outdir: work.outdir });
    const chart = new Chart(app, 'fleet');
    for (const { metadata, spec } of jobsOf(work) as Generator<SampleJob>) {
      const job = new plus.Job(chart, metadata.name, { metadata, backoffLimit: 0 });
      const { containers, initContainers } = spec.template.spec;
      for (const one of initContainers) job.addInitContainer(containerProps(one, plus.EnvValue.fromValue));
      for (const one of containers) job.addContainer(containerProps(one, plus.EnvValue.fromValue));
    }
    app.synth();
  },
  'js-yaml': async (work) => {
    const { dump } = await import('js-yaml');
    const options = { lineWidth: -1, noRefs: true, quoteStyle: 'double' } as const;
    writeAll(work, (object) => dump(object, options));
  },
  'JSON.stringify': async (work) => writeAll(work, (object) => `${JSON.stringify(object)}\n`),
};

function* objectsOf(work: Work): Generator<object> {
  yield* work.objects.others;
  yield* jobsOf(work);
}

function* jobsOf({ repositories, objects }: Work): Generator<object> {
  const job = new Function('index', 'key', objects.job) as (index: number, key: string) => object;
  for (let index = 0; index < repositories; index += 1) {
    yield job(index, (index * 2654435761).toString(16).padStart(16, 'a'));
  }
}

function containerProps<Value>({ name, image, command, args, env = [] }: Container, value: (text: string) => Value) {
  const envVariables = Object.fromEntries(env.map((one) => [one.name, value(one.value ?? '')] as const));
  return { name, image, envVariables, ...(command ? { command } : {}), ...(args ? { args } : {}) };
}

/** One file, as the others write. */
function writeAll(work: Work, text: (object: object) => string): void {
  const texts = [...objectsOf(work)].map(text);
  mkdirSync(work.outdir, { recursive: true });
  writeFileSync(join(work.outdir, 'fleet.k8s.yaml'), texts.join('---\n'));
}
