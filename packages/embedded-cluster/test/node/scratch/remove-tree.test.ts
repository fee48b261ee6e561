import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { removeTree } from '../../../node/scratch/remove-tree.js';

const trees: Record<string, string> = {
  'folders nested deeper than a path can name':
    'node -e \'for (let i = 0; i < 1400; i++) { fs.mkdirSync("dd"); process.chdir("dd"); }\'',
  'a folder nobody may enter': 'mkdir -p a/b; chmod 0 a',
  'a pipe and links': 'mkfifo p; ln -s / root; ln -s . self',
};
test.each(Object.entries(trees))('%s: gone, and nothing outside', async (_, script) => {
  const folder = mkdtempSync(join(tmpdir(), 'test-tree-'));
  const beside = `${folder}-beside`;
  writeFileSync(beside, '');
  execFileSync('sh', ['-c', script], { cwd: folder });
  await removeTree(folder);
  expect([existsSync(folder), existsSync(beside)]).toEqual([false, true]);
  await removeTree(beside);
});
