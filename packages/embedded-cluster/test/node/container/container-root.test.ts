import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { buildContainerRoot } from '../../../node/container/container-root.js';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'container-root-')));
  for (const one of ['outside', 'scratch/workspace', 'scratch/container', 'scratch/secret'])
    mkdirSync(join(folder, one), { recursive: true });
  writeFileSync(join(folder, 'scratch/secret/value'), 'secret');
});
afterEach(() => rmSync(folder, { recursive: true }));

const build = (mountPath: string) =>
  buildContainerRoot(join(folder, 'scratch/container'), join(folder, 'scratch'), [
    { mountPath: '/workspace', source: join(folder, 'scratch/workspace') },
    { mountPath, source: join(folder, 'scratch/secret/value') },
  ]);

describe('a file that is mounted into a clone', () => {
  test('is put into the folder of the workspace', () => {
    build('/workspace/repo/conf/token');
    expect(readFileSync(join(folder, 'scratch/workspace/repo/conf/token'), 'utf8')).toBe('secret');
  });

  test('at the place of a link: replaces it', () => {
    symlinkSync(join(folder, 'outside/token'), join(folder, 'scratch/workspace/token'));
    build('/workspace/token');
    expect(readFileSync(join(folder, 'scratch/workspace/token'), 'utf8')).toBe('secret');
    expect(existsSync(join(folder, 'outside/token'))).toBe(false);
  });

  test('behind a link out of the workspace: refused, and no folder is made there', () => {
    symlinkSync(join(folder, 'outside'), join(folder, 'scratch/workspace/conf'));
    expect(() => build('/workspace/conf/a/b/token')).toThrow(/^Cannot mount \/workspace\/conf\/a\/b\/token: /);
    expect(existsSync(join(folder, 'outside/a'))).toBe(false);
  });
});
