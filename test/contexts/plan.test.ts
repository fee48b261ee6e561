import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { dump } from 'js-yaml';
import { crds } from '../../api/generated/crds.js';
import type { Context, TaskSpec, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { Context as build } from '../../constructs/index.js';
import { validateObject } from '../../packages/structural-schema/validate-schema.js';
import { planTaskRun } from '../../plan/task-run/plan.js';
import { makeFile, makeTaskInputs } from '../plan/sample.js';

const issue = build.http('/workspace/task.md', {
  url: 'https://api.example.com/issues/$(ID)?fields=body',
  jsonPointer: '/body',
  headers: { authorization: { secret: { name: 'tracker', envValue: () => ({}) as never }, key: 'token' } },
  optional: true,
});
const schema = build.command('/workspace/schema.sql', {
  image: 'docker.io/library/postgres:17',
  script: 'pg_dump --schema-only "$DATABASE_URL"',
  env: { DATABASE_URL: { secret: { name: 'database', envValue: () => ({}) as never }, key: 'url' } },
});

const plan = (contexts: readonly unknown[], workspace: WorkspaceConfigSpec = {}) =>
  planTaskRun(makeTaskInputs({ task: { name: 't', spec: { contexts } as TaskSpec }, workspace }));

test('inline text, Http and Command: golden init containers, without scripts', () => {
  const { initContainers, volumes } = podOf([makeFile('/workspace/task.md', 'Fix this issue.'), issue, schema]).spec;
  const containers = initContainers.map(({ command: _, ...container }) => container);
  const named = JSON.parse(JSON.stringify(volumes).replaceAll(/((?:write-files|run-command)-)[0-9a-f]{10}/g, '$1hash'));
  const yaml = dump(
    { initContainers: containers, volumes: named },
    { noRefs: true, lineWidth: -1, quoteStyle: 'double' },
  );
  expect(yaml).toBe(readFileSync(new URL('golden/produced-pod.yaml', import.meta.url), 'utf8'));
});

interface PlannedPod {
  readonly spec: {
    readonly initContainers: readonly {
      readonly name: string;
      readonly image: string;
      readonly command?: readonly string[];
      readonly env: readonly { readonly name: string; readonly valueFrom?: object }[];
    }[];
    readonly volumes: readonly { readonly name: string }[];
  };
}
const podOf = (contexts: readonly unknown[], workspace?: WorkspaceConfigSpec) =>
  plan(contexts, workspace).pod as unknown as PlannedPod;

test('no script of an init container contains $( ), which Kubernetes expands in a command', () => {
  const scripts = JSON.stringify(podOf([makeFile('/workspace/a', 'x'), issue, schema]).spec.initContainers);
  expect(scripts.match(/\$\$(?!\(ID\))/g)).toBeNull();
});

test('only the container of a context has its Secrets', () => {
  const holders = podOf([issue, schema]).spec.initContainers.map(({ name, env }) => [
    name,
    env.filter(({ valueFrom }) => valueFrom).map((variable) => variable.name),
  ]);
  expect(holders).toEqual([
    ['fetch-0', ['FETCH_HEADER_0_VALUE']],
    ['run-command-0', ['DATABASE_URL']],
    ['write-files', []],
  ]);
});

test('only Http contexts: no volume of parts', () => {
  expect(podOf([issue]).spec.volumes.map(({ name }) => name)).toEqual([
    'workspace',
    'home',
    'tmp',
    'produced',
    'setup',
  ]);
});

test('no such context: the Pod is unchanged', () => {
  expect(podOf([makeFile('/workspace/a', 'x')]).spec.volumes.map(({ name }) => name)).toEqual([
    'workspace',
    'home',
    'tmp',
    'context',
    'setup',
  ]);
});

test('fetchImage of the WorkspaceConfig: the fetch container runs it', () => {
  const [fetch] = podOf([issue], { fetchImage: 'mirror/fetch:v1' }).spec.initContainers;
  expect(fetch?.image).toBe('mirror/fetch:v1');
});

const taskSchema = crds.Task.spec.versions[0]?.schema.openAPIV3Schema ?? {};
const problems = (context: Context) =>
  validateObject(taskSchema, {
    apiVersion: 'kubetask.io/v1alpha1',
    kind: 'Task',
    metadata: { name: 't' },
    spec: { contexts: [context] },
  }).map(({ path }) => path);

describe('what the schema refuses', () => {
  const http = (fields: object) =>
    ({ type: 'Http', http: { filePath: '/workspace/a', url: 'https://example.com', ...fields } }) as Context;
  const command = (fields: object) =>
    ({ type: 'Command', command: { filePath: '/workspace/a', image: 'sh', script: 'true', ...fields } }) as Context;
  const cases: Record<string, { context: Context; want: string[] }> = {
    'a plain request: nothing': { context: http({}), want: [] },
    'a plain command: nothing': { context: command({}), want: [] },
    'http without TLS': { context: http({ url: 'http://example.com' }), want: ['spec.contexts[0].http.url'] },
    'a URL with credentials': {
      context: http({ url: 'https://u:p@example.com' }),
      want: ['spec.contexts[0].http.url'],
    },
    'a URL with a fragment': { context: http({ url: 'https://example.com/#a' }), want: ['spec.contexts[0].http.url'] },
    'a URL with a blank': { context: http({ url: 'https://example.com/a b' }), want: ['spec.contexts[0].http.url'] },
    'another method': { context: http({ method: 'POST' }), want: ['spec.contexts[0].http.method', ''] },
    'a pointer without a slash': { context: http({ jsonPointer: 'a' }), want: ['spec.contexts[0].http.jsonPointer'] },
    'a header name with a colon': {
      context: http({ headers: [{ name: 'a:b', secretKeyRef: { name: 's', key: 'k' } }] }),
      want: ['spec.contexts[0].http.headers[0].name'],
    },
    'more than 128 KiB': { context: http({ maxBytes: 131073 }), want: ['spec.contexts[0].http.maxBytes'] },
    'no script': { context: command({ script: '' }), want: ['spec.contexts[0].command.script'] },
    'a variable twice': {
      context: command({
        env: ['A', 'A'].map((name) => ({ name, secretKeyRef: { name: 's', key: 'k' } })),
      }),
      want: ['spec.contexts[0].command.env[1]'],
    },
    'the field of another type': {
      context: { type: 'Http', command: { filePath: '/a', image: 'sh', script: 'true' } } as Context,
      want: ['spec.contexts[0]', 'spec.contexts[0]'],
    },
  };
  test.each(Object.entries(cases))('%s', (_, { context, want }) => expect(problems(context)).toEqual(want));
});
