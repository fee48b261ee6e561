import { describe, expect, test } from '@jest/globals';
import { loadAll } from 'js-yaml';
import { argoCustomizations } from '../../constructs/gitops/argocd/customizations.js';
import {
  BatchConstruct,
  FolderChart,
  GitopsKit,
  type GitopsKitProps,
  KubetaskApp,
  TaskConstruct,
} from '../../constructs/index.js';
import { problemsOfApp, serviceA } from '../constructs/sample.js';

interface Found {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Record<string, string>;
  };
  readonly data?: object;
  readonly spec: Record<string, unknown>;
}

const makeKit = (props: Partial<GitopsKitProps> = {}) => {
  const app = new KubetaskApp();
  new GitopsKit(app, 'kubetask', { repoUrl: 'https://github.com/myorg/fleet.git', namespace: 'agents', ...props });
  return app;
};

const filesOf = (props?: Partial<GitopsKitProps>): Record<string, Found[]> =>
  Object.fromEntries([...makeKit(props).manifests()].map(([file, text]) => [file, loadAll(text) as Found[]]));

const named = (objects: readonly Found[] = []) => objects.map(({ kind, metadata: { name } }) => `${kind} ${name}`);

test('three files, for the administrator of Argo CD and for each tool', () => {
  const files = filesOf();
  expect(Object.fromEntries(Object.entries(files).map(([file, objects]) => [file, named(objects)]))).toEqual({
    'gitops/argocd-cm.k8s.yaml': ['ConfigMap argocd-cm'],
    'gitops/argocd.k8s.yaml': ['AppProject kubetask', 'Application kubetask-templates', 'Application kubetask-runs'],
    'gitops/flux.k8s.yaml': [
      'GitRepository kubetask',
      'Kustomization kubetask-templates',
      'Kustomization kubetask-runs',
    ],
  });
  expect(files['gitops/argocd-cm.k8s.yaml']?.[0]?.data).toEqual(argoCustomizations());
});

describe('templates and runs apart', () => {
  test('Argo CD: runs come in a later wave, and what is removed from Git is pruned of templates alone', () => {
    const [, ...applications] = filesOf()['gitops/argocd.k8s.yaml'] ?? [];
    const facts = applications.map(({ metadata, spec }) => ({
      wave: metadata.annotations?.['argocd.argoproj.io/sync-wave'],
      source: spec['source'],
      automated: (spec['syncPolicy'] as { automated: object }).automated,
    }));
    const source = {
      repoURL: 'https://github.com/myorg/fleet.git',
      targetRevision: 'main',
      directory: { recurse: true },
    };
    expect(facts).toEqual([
      { wave: '0', source: { ...source, path: 'dist/templates' }, automated: { prune: true, selfHeal: true } },
      { wave: '1', source: { ...source, path: 'dist/runs' }, automated: { prune: false, selfHeal: true } },
    ]);
  });

  test.each([
    ['not said: runs stay', {}, false],
    ['false: runs stay', { pruneRuns: false }, false],
    ['true: runs and Jobs that are removed from Git go, and templates as ever', { pruneRuns: true }, true],
  ])('pruneRuns %s', (_, props, want) => {
    const files = filesOf(props);
    const [, ...applications] = files['gitops/argocd.k8s.yaml'] ?? [];
    const [, ...kustomizations] = files['gitops/flux.k8s.yaml'] ?? [];
    expect(applications.map(({ spec }) => spec)).toMatchObject([
      { syncPolicy: { automated: { prune: true } } },
      { syncPolicy: { automated: { prune: want } } },
    ]);
    expect(kustomizations.map(({ spec }) => spec)).toMatchObject([{ prune: true }, { prune: want }]);
  });

  test('Flux: runs depend on templates, are not pruned, and keep what users set', () => {
    const [, templates, runs] = filesOf()['gitops/flux.k8s.yaml'] ?? [];
    expect(templates?.spec).toMatchObject({ path: './dist/templates', prune: true, wait: true });
    expect(templates?.spec).not.toHaveProperty('commonMetadata');
    expect(runs?.spec).toMatchObject({
      path: './dist/runs',
      prune: false,
      wait: false,
      dependsOn: [{ name: 'kubetask-templates' }],
      commonMetadata: { annotations: { 'kustomize.toolkit.fluxcd.io/ssa': 'Merge' } },
    });
  });

  test('a run in a chart of its own: the Batch stays with the templates, and nothing else changes', () => {
    const synthesized = (folder: string | undefined) => {
      const app = new KubetaskApp();
      const chart = new FolderChart(app, 'update', { folder: 'templates', namespace: 'agents' });
      const runs = folder ? { chart: new FolderChart(app, 'update-runs', { folder, namespace: 'agents' }) } : {};
      new BatchConstruct(chart, 'b', { variableContexts: [[serviceA]], run: { runId: '1', ...runs } });
      new TaskConstruct(chart, 't', { steps: [{ image: 'a' }], run: { runId: '1', ...runs } });
      return [...app.manifests()].map(([file, text]) => [file, loadAll(text) as Found[]] as const);
    };
    const apart = synthesized('runs');
    expect(apart.map(([file, objects]) => [file, objects.map(({ kind }) => kind)])).toEqual([
      ['templates/update.k8s.yaml', ['Batch', 'Task']],
      ['runs/update-runs.k8s.yaml', ['BatchRun', 'ConfigMap', 'Job', 'TaskRun']],
    ]);
    const sorted = (files: ReturnType<typeof synthesized>) =>
      files.flatMap(([, objects]) => objects).sort((a, b) => (a.kind < b.kind ? -1 : 1));
    expect(sorted(apart)).toEqual(sorted(synthesized(undefined)));
  });
});

describe('props', () => {
  test('clusters: an ApplicationSet for each folder, and a project for any cluster', () => {
    const [project, ...sets] = filesOf({ argocd: { clusters: { fleet: 'yes' } } })['gitops/argocd.k8s.yaml'] ?? [];
    expect(project?.spec['destinations']).toEqual([{ namespace: 'agents', name: '*' }]);
    expect(named(sets)).toEqual(['ApplicationSet kubetask-templates', 'ApplicationSet kubetask-runs']);
    expect(sets[1]?.spec).toMatchObject({
      generators: [{ clusters: { selector: { matchLabels: { fleet: 'yes' } } } }],
      template: {
        metadata: { name: 'kubetask-runs-{{.nameNormalized}}' },
        spec: { source: { path: 'dist/runs' }, destination: { server: '{{.server}}', namespace: 'agents' } },
      },
    });
  });

  test('clusters with pruneRuns: their Applications prune, and a cluster that leaves keeps what it has', () => {
    const [, , runs] = filesOf({ pruneRuns: true, argocd: { clusters: {} } })['gitops/argocd.k8s.yaml'] ?? [];
    expect(runs?.spec).toMatchObject({
      syncPolicy: { preserveResourcesOnDeletion: true },
      template: { spec: { syncPolicy: { automated: { prune: true } } } },
    });
  });

  test('pruneRuns: a Kustomization that is deleted keeps what runs', () => {
    const [, templates, runs] = filesOf({ pruneRuns: true })['gitops/flux.k8s.yaml'] ?? [];
    expect(runs?.spec['deletionPolicy']).toBe('Orphan');
    expect(templates?.spec).not.toHaveProperty('deletionPolicy');
    expect(filesOf()['gitops/flux.k8s.yaml']?.[2]?.spec).not.toHaveProperty('deletionPolicy');
  });

  test('kinds of your own: the AppProject allows them beside ours', () => {
    const kinds = [{ group: 'external-secrets.io', kind: 'ExternalSecret' }];
    const [project] = filesOf({ argocd: { kinds } })['gitops/argocd.k8s.yaml'] ?? [];
    expect(project?.spec['namespaceResourceWhitelist']).toEqual(
      expect.arrayContaining([{ group: 'batch', kind: 'Job' }, ...kinds]),
    );
  });

  test.each([
    ['a branch', 'prod', { branch: 'prod' }],
    ['a commit', 'a'.repeat(40), { commit: 'a'.repeat(40) }],
  ])('Flux delivers %s', (_, revision, ref) =>
    expect(filesOf({ revision })['gitops/flux.k8s.yaml']?.[0]?.spec).toMatchObject({ ref }),
  );

  test('waitForRuns: the Kustomization of the runs waits so long', () =>
    expect(filesOf({ flux: { waitForRuns: '2h' } })['gitops/flux.k8s.yaml']?.[2]?.spec).toMatchObject({
      wait: true,
      timeout: '2h',
    }));

  test('one tool alone', () => {
    expect(Object.keys(filesOf({ argocd: false }))).toEqual(['gitops/flux.k8s.yaml']);
    expect(Object.keys(filesOf({ flux: false }))).toEqual(['gitops/argocd-cm.k8s.yaml', 'gitops/argocd.k8s.yaml']);
  });

  test('other namespaces, branch and folder', () => {
    const files = filesOf({ argocd: { namespace: 'a' }, flux: { namespace: 'f' }, revision: 'prod', path: 'out/k8s' });
    const objects = Object.values(files).flat();
    expect(objects.map(({ metadata }) => metadata.namespace)).toEqual(['a', 'a', 'a', 'a', 'f', 'f', 'f']);
    expect(JSON.stringify(objects)).toMatch(
      /"path":"out\/k8s\/runs".*"branch":"prod".*"path":"\.\/out\/k8s\/templates"/,
    );
  });

  test('problems: all at once', () => {
    const app = makeKit({
      repoUrl: 'https://user:secret@host/x',
      revision: 'a..b',
      path: '/dist',
      argocd: { namespace: 'Argo' },
      flux: { waitForRuns: 'long' },
    });
    expect(problemsOfApp(app)).toEqual([
      '[kubetask] GitopsKit kubetask: repoUrl: Invalid value: "https://***@host/x": a URL must not contain credentials; put them into a Secret and name it in secretRef',
      `[kubetask] GitopsKit kubetask: revision: Invalid value: "a..b": must not hold '..'; git refuses such a name`,
      '[kubetask] GitopsKit kubetask: path: Invalid value: "/dist": give a folder of the repository, such as dist',
      '[kubetask] GitopsKit kubetask: flux.waitForRuns: Invalid value: "long": give a duration such as 2h',
      ...[
        'ConfigMap argocd-cm',
        'AppProject kubetask',
        'Application kubetask-templates',
        'Application kubetask-runs',
      ].map((object) =>
        expect.stringMatching(new RegExp(`^\\[kubetask\\] ${object}: metadata.namespace: Invalid value: "Argo"`)),
      ),
      ...[1, 2, 3, 4].map(() => expect.stringMatching(/\(url-password\)$/)),
    ]);
  });

  const wrongProps: Record<string, { props: object; want: string }> = {
    'a namespace that is none': {
      props: { namespace: 'Bad NS' },
      want: 'namespace: Invalid value: "Bad NS": give a namespace, such as agents',
    },
    'a namespace that would be a template': {
      props: { namespace: '{{.server}}' },
      want: 'namespace: Invalid value: "{{.server}}": give a namespace, such as agents',
    },
    'no repository': { props: { repoUrl: undefined }, want: 'repoUrl: Required value: give the URL for git clone' },
    'labels of clusters that are none': {
      props: { argocd: { clusters: { 'a b': 'c' } } },
      want: 'argocd.clusters.a b: Invalid value: "a b"',
    },
    'a kind without a name': {
      props: { argocd: { kinds: [{ group: 'a.b', kind: '' }] } },
      want: 'argocd.kinds[0].kind: Required value: such as ExternalSecret',
    },
  };
  test.each(Object.entries(wrongProps))('%s: said with its path', (_, { props, want }) =>
    expect(problemsOfApp(makeKit(props as never)).join('\n')).toContain(`GitopsKit kubetask: ${want}`),
  );

  test('an id that makes the name of a Kustomization too long for a label', () => {
    const app = new KubetaskApp();
    new GitopsKit(app, 'k'.repeat(60), { repoUrl: 'https://github.com/myorg/fleet.git', namespace: 'agents' });
    expect(problemsOfApp(app).map((line) => line.replaceAll(/k{60}/g, 'k'))).toEqual(
      ['templates', 'runs'].map(
        (name) =>
          `[k] GitopsKit k: Kustomization k-${name}: the name must have at most 63 characters, because it is a label of the applied objects; give a shorter id`,
      ),
    );
  });

  test('braces in a branch or URL are no template of an ApplicationSet', () => {
    const given = { revision: 'a{{.name}}', repoUrl: 'https://github.com/myorg/{{.x}}.git' };
    const [, set] = filesOf({ ...given, argocd: { clusters: {} } })['gitops/argocd.k8s.yaml'] ?? [];
    const [, application] = filesOf(given)['gitops/argocd.k8s.yaml'] ?? [];
    expect(set?.spec).toHaveProperty('template.spec.source.targetRevision', 'a{{ "{{" }}.name}}');
    expect(set?.spec).toHaveProperty('template.spec.source.repoURL', 'https://github.com/myorg/{{ "{{" }}.x}}.git');
    expect(application?.spec).toHaveProperty('source.targetRevision', 'a{{.name}}');
  });

  test.each(['', '/', 'a/', 'a//b', '../dist', 'a/..', '.', '{{x}}', 'a b'])('path: %j is no folder', (path) =>
    expect(problemsOfApp(makeKit({ path })).join()).toContain('path: Invalid value: '),
  );

  test.each(['dist', 'a/b', '.github/k8s', 'out.d'])('path: %j is one', (path) =>
    expect(problemsOfApp(makeKit({ path }))).toEqual([]),
  );

  test.each(['/runs', '../runs', 'runs/../x', ''])('a FolderChart in %j: refused', (folder) =>
    expect(() => new FolderChart(new KubetaskApp(), 'x', { folder })).toThrow('give a folder below the output folder'),
  );
});
