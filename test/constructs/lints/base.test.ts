import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ApiObject, Chart } from 'cdk8s';
import {
  BatchConstruct,
  Context,
  FolderChart,
  KubetaskApp,
  KubetaskValidation,
  ManifestConstruct,
} from '../../../constructs/index.js';
import { problemsOfApp, serviceA } from '../sample.js';

const folder = mkdtempSync(join(tmpdir(), 'kubetask-base-'));
afterAll(() => rmSync(folder, { recursive: true }));

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: folder, encoding: 'utf8' });

/** A run `b-1` whose prompt is the given one, which another run of the same name may have had. */
function makeRun(prompt: string, base?: string): KubetaskApp {
  const app = new KubetaskApp({ outdir: join(folder, 'dist'), ...(base === undefined ? {} : { base }) });
  new BatchConstruct(new Chart(app, 'c', { namespace: 'team' }), 'b', {
    commonContext: [Context.file('/workspace/task.md', prompt)],
    variableContexts: [[serviceA]],
    run: { runId: '1' },
  });
  return app;
}

beforeAll(() => {
  git('init', '-q');
  makeRun('first').synth();
  git('add', '-A');
  git('commit', '-qm', 'first');
  rmSync(join(folder, 'dist'), { recursive: true });
});

describe('objects that exist in the base', () => {
  const refused = [
    expect.stringMatching(
      /^\[c\/b\/b-1-task-0\] Job b-1-task-0: spec\.template: Forbidden: an object that exists keeps it, and it changed at .*; give the object another name, or restore the field \(immutable-change\)$/,
    ),
  ];
  test('a Job with another prompt, against a revision of a folder that is gone: refused', () =>
    expect(problemsOfApp(makeRun('second', 'HEAD'))).toEqual(refused));
  test('the same run: nothing', () => expect(problemsOfApp(makeRun('first', 'HEAD'))).toEqual([]));
  test('without a base: nothing', () => expect(problemsOfApp(makeRun('second'))).toEqual([]));
  test('against a folder: refused', () => {
    makeRun('first').synth();
    expect(problemsOfApp(makeRun('second', join(folder, 'dist')))).toEqual(refused);
  });
  test('a revision with a folder of the repository', () => {
    const dist = makeRun('second', 'HEAD:elsewhere');
    expect(problemsOfApp(dist)).toEqual([]);
  });
});

describe('a base that cannot be read: one error, with path, value and wanted state', () => {
  const at = (name: string) => join(folder, 'bases', name);
  beforeAll(() => {
    mkdirSync(at('empty/inner'), { recursive: true });
    mkdirSync(at('broken'));
    mkdirSync(at('broken-job'));
    writeFileSync(at('file.yaml'), 'a: b');
    writeFileSync(at('broken/x.yaml'), 'a: b\n---\napiVersion: v1\nkind: [secret\n');
    const job = 'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: b-1-task-0\n  namespace: team\nspec: }\n';
    writeFileSync(at('broken-job/x.yaml'), job);
  });
  const wanted = 'give a folder of YAML files, a Git revision such as origin/main, or REVISION:FOLDER';
  const cases: Record<string, { base: string; want: RegExp }> = {
    'what is neither a folder nor a revision': {
      base: 'nope',
      want: new RegExp(`^base: Invalid value: "nope": is neither a folder nor a Git revision \\(.*\\); ${wanted}$`),
    },
    nothing: { base: '', want: /^base: Invalid value: "": is neither a folder nor a Git revision/ },
    'what git would take for an option': {
      base: '--output=x',
      want: /^base: Invalid value: "--output=x": is neither a folder nor a Git revision/,
    },
    'a file': { base: at('file.yaml'), want: /file\.yaml": is a file; give a folder of YAML files$/ },
    'a folder without a file of YAML': {
      base: at('empty'),
      want: /empty": is a folder without a YAML file; give a folder of YAML files$/,
    },
    'a folder with broken YAML': {
      base: at('broken'),
      want: /broken": .*broken\/x\.yaml:5:1: .*; give a folder of YAML files that can be read$/,
    },
    'an object that is broken below its head': { base: at('broken-job'), want: /broken-job\/x\.yaml:6:7: / },
  };
  test.each(Object.entries(cases))('%s', (_, { base, want }) =>
    expect(problemsOfApp(makeRun('first', base))).toEqual([expect.stringMatching(want)]),
  );

  test('no line of a broken file is shown: it may hold a secret', () =>
    expect(problemsOfApp(makeRun('first', at('broken'))).join()).not.toContain('secret'));

  test('the plugin of cdk8s says the same', () =>
    expect(() => new KubetaskValidation({ base: 'nope' })).toThrow(
      'base: Invalid value: "nope": is neither a folder nor a Git revision',
    ));
});

test('objects of one name in folders of their own, as of several clusters: each is compared with its own', () => {
  const problems = (prompts: Record<string, string>, base?: string) => {
    const app = new KubetaskApp({ outdir: join(folder, 'clusters'), ...(base === undefined ? {} : { base }) });
    for (const [cluster, prompt] of Object.entries(prompts)) {
      const chart = new FolderChart(app, cluster, { folder: cluster });
      new ApiObject(chart, 'x', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'x' },
        immutable: true,
        data: { prompt },
      });
    }
    const found = problemsOfApp(app);
    if (base === undefined) app.synth();
    return found;
  };
  problems({ 'eu-1': 'a', 'us-1': 'b' });
  expect(problems({ 'eu-1': 'a', 'us-1': 'b' }, join(folder, 'clusters'))).toEqual([]);
  expect(problems({ 'eu-1': 'b', 'us-1': 'b' }, join(folder, 'clusters'))).toEqual([
    expect.stringMatching(/^\[eu-1\/x\] ConfigMap x: data: .*\(immutable-change\)$/),
  ]);
});

test('a file of YAML in a chart with a namespace: compared as it is written', () => {
  const app = (image: string, base?: string) => {
    const one = new KubetaskApp({ outdir: join(folder, 'yaml'), ...(base === undefined ? {} : { base }) });
    const text = `apiVersion: batch/v1\nkind: Job\nmetadata: { name: j }\nspec:\n  template:\n    spec: { restartPolicy: Never, containers: [{ name: a, image: ${image} }] }\n`;
    new ManifestConstruct(new Chart(one, 'c', { namespace: 'team' }), 'm', { manifests: [{ name: 'j.yaml', text }] });
    return one;
  };
  app('a').synth();
  expect(problemsOfApp(app('b', join(folder, 'yaml')))).toEqual([
    expect.stringMatching(/^\[c\/m\] j\.yaml:5:3: spec\.template: .*\(immutable-change\)$/),
  ]);
});

test('a kubernetesVersion before the oldest: refused at once', () => {
  expect(() => new KubetaskApp({ kubernetesVersion: '1.27' })).toThrow('kubetask needs 1.28 or later');
});

test('a kubernetesVersion that is none: refused at once', () => {
  expect(() => new KubetaskApp({ kubernetesVersion: '28' })).toThrow(
    'Cannot use kubernetesVersion "28"; give a version such as 1.31',
  );
});
