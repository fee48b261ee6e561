import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeKubeconfig } from '../../api-server/kubeconfig.js';
import { type ApiServer, startApiServer } from '../../api-server/start-api-server.js';
import { makeConfigMap, makeJob, makePodSpec, makeWidget, widgetDefinition } from './api-under-test.js';

const describeWithKubectl = spawnSync('kubectl', ['version', '--client']).status === 0 ? describe : describe.skip;

describeWithKubectl('stock kubectl', () => {
  let folder: string;
  let server: ApiServer;
  let env: Record<string, string>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'test-kubectl-'));
    server = await startApiServer();
    env = { PATH: process.env.PATH ?? '', HOME: folder, KUBECONFIG: join(folder, 'kubeconfig') };
    writeKubeconfig(join(folder, 'kubeconfig'), server);
    await apply(widgetDefinition);
  });
  afterAll(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  /** What kubectl prints, errors included; it never throws for an exit code. */
  const kubectl = (...args: string[]) =>
    new Promise<string>((resolve) => {
      execFile('kubectl', args, { env }, (_, stdout, stderr) => resolve((stdout + stderr).trim()));
    });
  const write = (object: object) => {
    const file = join(folder, 'object.json');
    writeFileSync(file, JSON.stringify(object));
    return file;
  };
  const apply = (object: object, ...args: string[]) => kubectl('apply', '-f', write(object), ...args);
  const create = (object: object) => kubectl('create', '-f', write(object));

  test('apply on the client’s side: created, unchanged, configured', async () => {
    const job = makeJob('client', { suspend: true });
    const said = [
      await apply(job),
      await apply(job),
      await apply(makeJob('client', { suspend: true, parallelism: 2 })),
      await apply(makeConfigMap('client', { data: { a: '1' } })),
      await apply(makeConfigMap('client', { data: { b: '2' } })),
      await kubectl('get', 'cm', 'client', '-o', 'jsonpath={.data}'),
    ];
    expect(said).toEqual([
      'job.batch/client created',
      'job.batch/client unchanged',
      'job.batch/client configured',
      'configmap/client created',
      'configmap/client configured',
      '{"b":"2"}',
    ]);
  });

  test('apply on the server’s side: created, conflict, forced', async () => {
    const widget = makeWidget('server', { count: 1 });
    const other = makeWidget('server', { count: 2 });
    expect(await apply(widget, '--server-side')).toBe('widget.example.com/server serverside-applied');
    expect(await apply(other, '--server-side', '--field-manager=x')).toContain(
      'Apply failed with 1 conflict: conflict with "kubectl": .spec.count',
    );
    expect(await apply(other, '--server-side', '--field-manager=x', '--force-conflicts')).toContain(
      'serverside-applied',
    );
    expect(await apply(makeJob('server', { suspend: true }), '--server-side')).toContain('serverside-applied');
  });

  test('from client-side to server-side apply: no conflict with oneself', async () => {
    await apply(makeConfigMap('both', { data: { a: '1' } }));
    expect(await apply(makeConfigMap('both', { data: { a: '2' } }), '--server-side')).toBe(
      'configmap/both serverside-applied',
    );
  });

  test('errors read like the real ones', async () => {
    expect(await create(makeWidget('enum', { type: 'Foo' }))).toContain(
      '* spec.type: Unsupported value: "Foo": supported values: "File", "Repository"',
    );
    expect(await create({ ...makeWidget('missing'), spec: {} })).toContain('* spec.type: Required value');
    expect(await create(makeWidget('unknown', { foo: 1 }))).toContain(
      'Widget in version "v1" cannot be handled as a Widget: strict decoding error: unknown field "spec.foo"',
    );
    expect(await create(makeJob('restart', { template: { spec: { containers: [{ name: 'a', image: 'b' }] } } }))).toBe(
      'The Job "restart" is invalid: spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
    );
    expect(await apply({ apiVersion: 'nobody.example.com/v1', kind: 'Thing', metadata: { name: 'a' } })).toContain(
      'no matches for kind "Thing" in version "nobody.example.com/v1"',
    );
  });

  test('get: table, wide, names, yaml, short name', async () => {
    await apply(makeWidget('got'));
    expect(await kubectl('get', 'wd', 'got')).toMatch(/^NAME +TYPE +AGE\ngot +File +\d+s$/);
    expect(await kubectl('get', 'widgets', '--field-selector', 'metadata.name=got', '-o', 'name')).toBe(
      'widget.example.com/got',
    );
    expect(await kubectl('get', 'wd', 'got', '-o', 'yaml')).toContain('count: 3');
    expect(await kubectl('get', 'wd', 'nope')).toBe(
      'Error from server (NotFound): widgets.example.com "nope" not found',
    );
  });

  test('get --watch: a line per change', async () => {
    const child = spawn('kubectl', ['get', 'wd', '--watch-only', '--no-headers', '-o', 'name'], { env });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const first = lines.next();
    const touch = setInterval(() => void apply(makeWidget(`watched-${Date.now()}`)), 300);
    const { value } = await first;
    clearInterval(touch);
    child.kill();
    await once(child, 'close');
    expect(value).toMatch(/^widget.example.com\/watched-/);
  });

  test('wait: until a condition holds', async () => {
    await apply(makeJob('waited', { suspend: true }));
    const waiting = kubectl('wait', '--for=condition=Complete', 'job/waited', '--timeout=100s');
    await kubectl(
      'patch',
      'job',
      'waited',
      '--subresource=status',
      '-p',
      '{"status":{"conditions":[{"type":"Complete","status":"True"}]}}',
    );
    expect(await waiting).toBe('job.batch/waited condition met');
  });

  test('explain: built-in and custom kinds', async () => {
    expect(await kubectl('explain', 'widget.spec')).toContain('count\t<integer>');
    expect(await kubectl('explain', 'job.spec.template.spec.containers')).toContain('image\t<string>');
  });

  test('describe: with events', async () => {
    await apply(makeJob('described', { suspend: true }));
    expect(await kubectl('describe', 'job', 'described')).toMatch(/Name: +described[\s\S]*Events: +<none>/);
  });

  test('label, patch, scale, replace: done', async () => {
    await apply(makeConfigMap('edited', { data: { a: '1' } }));
    expect(await kubectl('label', 'cm', 'edited', 'x=y')).toBe('configmap/edited labeled');
    expect(await kubectl('patch', 'cm', 'edited', '-p', '{"data":{"b":"2"}}')).toBe('configmap/edited patched');
    writeFileSync(
      join(folder, 'edited.yaml'),
      (await kubectl('get', 'cm', 'edited', '-o', 'yaml')).replace('a: "1"', 'a: "9"'),
    );
    expect(await kubectl('replace', '-f', join(folder, 'edited.yaml'))).toBe('configmap/edited replaced');
    expect(await kubectl('get', 'cm', 'edited', '-o', 'jsonpath={.data.a}{.data.b}{.metadata.labels.x}')).toBe('92y');
  });

  test('typed commands, which speak protobuf: create and auth', async () => {
    expect(await kubectl('create', 'secret', 'generic', 'typed', '--from-literal=token=x')).toBe(
      'secret/typed created',
    );
    expect(await kubectl('get', 'secret', 'typed', '-o', 'jsonpath={.data.token}')).toBe('eA==');
    expect(await kubectl('create', 'deployment', 'typed', '--image=a', '--replicas=0')).toBe(
      'deployment.apps/typed created',
    );
    expect(await kubectl('get', 'deployment', 'typed', '-o', 'jsonpath={.spec.replicas}')).toBe('0');
    expect(await kubectl('auth', 'can-i', 'create', 'jobs')).toBe('yes');
  });

  test('delete: by name, by label, a namespace with what is in it', async () => {
    await apply({ ...makeConfigMap('gone'), metadata: { name: 'gone', labels: { sweep: 'yes' } } });
    expect(await kubectl('delete', 'cm', '-l', 'sweep=yes')).toContain('configmap "gone" deleted');
    await kubectl('create', 'namespace', 'team');
    await kubectl('create', 'configmap', 'inside', '-n', 'team');
    expect(await kubectl('delete', 'namespace', 'team')).toContain('namespace "team" deleted');
    expect(await kubectl('get', 'cm', '-n', 'team')).toContain('No resources found');
  });

  test('run and delete of a Pod: no kubelet, so gone at once', async () => {
    await apply({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod' }, spec: makePodSpec() });
    expect(await kubectl('get', 'pod', 'pod', '--no-headers')).toMatch(/^pod +0\/1 +Pending +0 +\d+s$/);
    expect(await kubectl('delete', 'pod', 'pod')).toContain('pod "pod" deleted');
  });
});
