import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runIn } from '../../cli/executors/run-in.js';
import { copyShop, type StandIn, startStandIn } from './shop.js';

const shop = copyShop();
let engine: StandIn;
beforeAll(async () => {
  engine = await startStandIn(shop);
}, 60_000);
afterAll(async () => {
  await engine.stop();
  shop.remove();
});

const task = (args: string[], stdin?: string) =>
  runIn(shop.folder, args, { env: engine.env, ...(stdin === undefined ? {} : { stdin }) });

test('run test: the code of the api, on this machine', async () => {
  expect(await task(['run', 'test'])).toMatchObject({ code: 0, stdout: expect.stringContaining('# pass 2') });
}, 60_000);

test('run check: the shop has products after migrate and seed', async () => {
  const { code, stdout, stderr } = await task(['run', 'check']);
  expect([code, stdout]).toEqual([0, 'tea: 1 EUR\ncoffee: 2 EUR\nhot chocolate: 3 EUR\n']);
  expect(stderr).toMatch(/\[seed\] 3 products/);
}, 60_000);

test('run migrate a second time: nothing to do', async () => {
  expect(await task(['run', 'migrate'])).toMatchObject({ code: 0, stdout: 'version 2: nothing to do\n' });
}, 60_000);

test('run console: reads what it is given', async () => {
  const { code, stdout } = await task(['run', 'console'], '(await read("products")).length\n');
  expect([code, stdout]).toEqual([0, expect.stringContaining('3\n')]);
}, 60_000);

test('run seed --flavor staging: asks first', async () => {
  expect(await task(['run', 'seed', '--flavor', 'staging'])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Replace all products of staging?'),
  });
}, 60_000);
