import { expect, test } from '@jest/globals';
import { sbom } from '../../scripts/sbom.js';

const integrity = `sha512-${Buffer.from('abc').toString('base64')}`;
const locked = {
  'node_modules/a': { version: '1.0.0', license: 'MIT', integrity },
  'node_modules/a/node_modules/@scope/b': { version: '2.0.0', license: '(MIT OR Apache-2.0)', integrity },
};
const inputs = [
  'node_modules/a/node_modules/@scope/b/dist/x.js',
  'runtime/main.ts',
  'node_modules/a/index.js',
  'node_modules/a/lib/y.js',
  'kubeconfig-alone:@kubernetes/client-node',
];

test('each package once, with version, license and digest, sorted by name', () => {
  expect(sbom('controller', inputs, locked).components).toMatchObject([
    { name: 'a', version: '1.0.0', purl: 'pkg:npm/a@1.0.0', hashes: [{ alg: 'SHA-512', content: '616263' }] },
    { name: '@scope/b', purl: 'pkg:npm/%40scope/b@2.0.0', licenses: [{ expression: '(MIT OR Apache-2.0)' }] },
  ]);
});

test('the same inputs in another order: the same output', () =>
  expect(sbom('controller', inputs.toReversed(), locked)).toEqual(sbom('controller', inputs, locked)));

test('a package that is not in the lockfile: refused', () =>
  expect(() => sbom('controller', ['node_modules/c/index.js'], locked)).toThrow('package-lock.json does not have it'));
