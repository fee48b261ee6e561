import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { crds } from '../../api/generated/crds.js';
import { LEASE_NAME } from '../../api/permissions.js';
import { VERSION } from '../../api/version.js';
import { type ApiServer, startApiServer, writeKubeconfig } from '../../packages/embedded-cluster/index.js';
import { bundleController } from '../../scripts/bundle-controller.js';
import { imageFlags } from '../../scripts/image-flags.js';

const folder = mkdtempSync(join(tmpdir(), 'test-bundle-'));
const bundle = join(folder, 'controller.cjs');
const kubeconfig = join(folder, 'kubeconfig');

let packages: ReadonlySet<string>;
beforeAll(async () => {
  packages = await bundleController(bundle);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the file', () => {
  test('contains no synthesizer', () => {
    expect(packages).toContain('prom-client');
    expect([...packages].filter((name) => /^(cdk8s|constructs|esbuild)/.test(name))).toEqual([]);
  });

  test('is small', () => {
    expect(statSync(bundle).size).toBeLessThan(1.5 * 1024 * 1024);
  });

  test('runs without installed packages, as in its image, and prints the version of package.json', () => {
    expect(execFileSync(process.execPath, [...imageFlags(), bundle, '--version'], { encoding: 'utf8' })).toBe(
      `kubetask-controller ${VERSION}\n`,
    );
    expect(JSON.parse(readFileSync('package.json', 'utf8')).version).toBe(VERSION);
  });
});

/** The controller as a process of its own. */
class Controller {
  private static readonly started = new Set<Controller>();
  private readonly lines: Record<string, unknown>[] = [];
  private wake: () => void = () => undefined;
  readonly exit: Promise<number | null>;

  private constructor(private readonly child: ChildProcess) {
    if (!child.stdout) throw new Error('no stdout');
    createInterface(child.stdout).on('line', (line) => {
      this.lines.push(JSON.parse(line));
      this.wake();
    });
    this.exit = once(child, 'close').then(([code]) => code as number | null);
  }

  static start(env: Record<string, string>): Controller {
    const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit'];
    const child = spawn(process.execPath, [bundle], { env: { KUBECONFIG: kubeconfig, ...env }, stdio });
    const controller = new Controller(child);
    Controller.started.add(controller);
    return controller;
  }

  /** A failed test must not leave its process. */
  static async killAll(): Promise<void> {
    for (const controller of Controller.started) {
      controller.signal('SIGKILL');
      await controller.exit;
    }
    Controller.started.clear();
  }

  /** Resolves with the first line that has this message and, if given, this resource. */
  async said(message: string, about?: string): Promise<Record<string, unknown>> {
    for (;;) {
      const line = this.lines.find(({ msg, resource }) => msg === message && (about ?? resource) === resource);
      if (line) return line;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  get messages(): unknown[] {
    return this.lines.map(({ level, msg }) => `${level}: ${msg}`);
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

describe('the process', () => {
  let server: ApiServer;
  beforeEach(async () => {
    server = await startApiServer();
    writeKubeconfig(kubeconfig, server);
  });
  afterEach(async () => {
    await Controller.killAll();
    await server.stop();
  });

  const installCrds = () => {
    for (const crd of Object.values(crds)) server.api.create('customresourcedefinitions.apiextensions.k8s.io', crd);
  };
  const holder = () => {
    const lease = server.api.get('leases.coordination.k8s.io', 'default', LEASE_NAME);
    return (lease as { spec?: { holderIdentity?: string } } | undefined)?.spec?.holderIdentity;
  };

  test('is elected, answers its probes, and on SIGTERM releases the Lease and exits with 0', async () => {
    installCrds();
    const port = await freePort();
    const controller = Controller.start({ LEADER_ELECT: 'true', METRICS_PORT: String(port) });
    const { identity } = await controller.said('elected');
    await controller.said('controller started');
    expect(holder()).toBe(identity);
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(metrics).toContain('kubetask_leader 1');
    expect(metrics).toContain(`kubetask_build_info{version="${VERSION}"`);
    controller.signal('SIGTERM');
    expect(await controller.exit).toBe(0);
    expect(holder()).toBeUndefined();
  });

  test('without our CustomResourceDefinitions: alive, reports what is missing, and starts when they exist', async () => {
    const port = await freePort();
    const controller = Controller.start({ METRICS_PORT: String(port) });
    await controller.said('the CustomResourceDefinitions are missing; apply dist/crds.k8s.yaml');
    await controller.said('the API server does not have this kind; waiting for it', 'batchruns');
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
    const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    expect(metrics).toContain('kubetask_resource_served{resource="batchruns"} 0');
    installCrds();
    await controller.said('controller started');
    controller.signal('SIGTERM');
    expect(await controller.exit).toBe(0);
  });

  test('a refused token: one line, exit code 1', async () => {
    writeKubeconfig(kubeconfig, { ...server, token: 'stale' });
    const controller = Controller.start({ METRICS_PORT: '0' });
    expect(await controller.exit).toBe(1);
    expect(controller.messages).toEqual([
      `error: Cannot use the API server ${server.url}: it does not accept our credentials (401); give a valid token or client certificate`,
    ]);
  });

  test('no server at that address: one line, exit code 1', async () => {
    writeKubeconfig(kubeconfig, { ...server, url: `https://127.0.0.1:${await freePort()}` });
    const controller = Controller.start({ METRICS_PORT: '0' });
    expect(await controller.exit).toBe(1);
    expect(controller.messages).toEqual([
      expect.stringMatching(/^error: Cannot use the API server .*ConnectionRefused/),
    ]);
  });

  test('no kubeconfig: one line, exit code 1', async () => {
    const controller = Controller.start({ KUBECONFIG: join(folder, 'absent') });
    expect(await controller.exit).toBe(1);
    expect(controller.messages).toEqual([
      expect.stringMatching(/^error: Cannot find a cluster: .*absent does not exist/),
    ]);
  });

  test('a port in use: one line, exit code 1', async () => {
    installCrds();
    const controller = Controller.start({ METRICS_PORT: String(server.port) });
    expect(await controller.exit).toBe(1);
    expect(controller.messages).toContainEqual(expect.stringMatching(/^error: .*EADDRINUSE/));
  });
});
