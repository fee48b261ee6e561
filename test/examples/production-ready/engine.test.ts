import { spawnSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { runIn } from '../../cli/executors/run-in.js';
import { copyShop } from './shop.js';

/** NODE_IMAGE names an image with Node.js that the engine has: nothing is pulled here. */
const image = process.env['NODE_IMAGE'] ?? 'docker.io/library/node:22-alpine';
const succeeds = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;
const engine = ['docker', 'podman'].find(
  (name) => succeeds(name, 'compose', 'version') && succeeds(name, 'image', 'inspect', image),
);

(engine === undefined ? describe.skip : describe)('with the container engine of this machine', () => {
  const shop = copyShop();
  const env = { ...process.env, NODE_IMAGE: image, COMPOSE_PROJECT_NAME: `shop-test-${process.pid}` };
  const compose = (...args: string[]) => {
    const { status, stderr } = spawnSync(engine ?? '', ['compose', ...args], {
      cwd: shop.folder,
      env,
      encoding: 'utf8',
    });
    return status === 0 ? 'done' : stderr;
  };
  beforeAll(() => {
    appendFileSync(join(shop.folder, 'kubetask.yaml'), `compose: { engine: ${engine} }\n`);
    expect(compose('up', '--wait')).toBe('done');
  }, 120_000);
  afterAll(() => {
    compose('down', '--timeout', '1');
    shop.remove();
  }, 60_000);

  test('run check: the shop has products after migrate and seed', async () => {
    const { code, stdout } = await runIn(shop.folder, ['run', 'check'], { env });
    expect([code, stdout]).toEqual([0, 'tea: 1 EUR\ncoffee: 2 EUR\nhot chocolate: 3 EUR\n']);
  }, 60_000);

  test('run console: reads what it is given', async () => {
    const given = { env, stdin: '(await read("version"))\n' };
    expect((await runIn(shop.folder, ['run', 'console'], given)).stdout).toContain('2\n');
  }, 60_000);
});
