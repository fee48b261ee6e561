import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'core.protectNTFS=false', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });

/** A file of the repository that one of its links points to. */
export const tracked = 'the tracked file\n';

/** File names that a shell, a terminal or a tool could misread. None has a slash. */
const oddNames = [
  '-rf',
  '--upload-pack=touch pwned',
  '$(touch pwned)',
  '`touch pwned`',
  'a\nb',
  'tab\there',
  '\u001b]52;c;cHduZWQ=\u0007',
  '\u202egnp.exe',
  ' leading blank',
  'CON',
  'ä'.repeat(100),
  'n'.repeat(255),
];

/**
 * Creates `<folder>/hostile.git`: links inside and out of the clone, hooks, attributes with filters, submodules that execute,
 * LFS pointers at another host, odd and long names, deep folders and a large file.
 *
 * @param outside a folder that must stay unchanged
 */
export function makeHostileRepository(folder: string, outside: string): void {
  const work = join(folder, 'work');
  mkdirSync(work);
  git(work, 'init', '--quiet', '--initial-branch=main');
  const put = (path: string, text: string) => writeFileSync(join(work, path), text);
  put('AGENTS.md', tracked);
  symlinkSync('AGENTS.md', join(work, 'CLAUDE.md'));
  symlinkSync('/dev/null', join(work, 'NOTES.md'));
  symlinkSync(outside, join(work, 'out'));
  symlinkSync('.', join(work, 'loop'));
  symlinkSync('dangling', join(work, 'dangling'));
  put('.gitattributes', '* filter=evil diff=evil merge=evil\n*.bin filter=lfs\n');
  put('.gitconfig', '[filter "evil"]\n\tsmudge = touch pwned\n\tclean = touch pwned\n[core]\n\thooksPath = hooks\n');
  put('.lfsconfig', '[lfs]\n\turl = http://127.0.0.1:9/steal\n');
  put('pointer.bin', `version https://git-lfs.github.com/spec/v1\noid sha256:${'ab'.repeat(32)}\nsize 12345\n`);
  put('.gitmodules', modules);
  put('.npmrc', 'script-shell=/bin/false\n');
  mkdirSync(join(work, 'hooks'));
  put('hooks/post-checkout', `#!/bin/sh\ntouch ${outside}/pwned pwned\n`);
  chmodSync(join(work, 'hooks/post-checkout'), 0o755);
  for (const name of oddNames) put(name, 'odd\n');
  const deep = Array.from({ length: 100 }, (_, index) => `d${index}`).join('/');
  mkdirSync(join(work, deep), { recursive: true });
  put(`${deep}/file`, 'deep\n');
  put('large', 'x'.repeat(8 << 20));
  git(work, 'add', '--all');
  git(work, 'update-index', '--add', '--cacheinfo', `160000,${'ab'.repeat(20)},module`);
  git(work, 'commit', '--quiet', '--message', '\u001b[2J\u001b]0;pwned\u0007 subject');
  git(folder, 'clone', '--quiet', '--bare', '--no-local', work, 'hostile.git');
  rmSync(work, { recursive: true });
}

const modules = `[submodule "module"]
\tpath = module
\turl = ext::sh -c touch% pwned
[submodule "option"]
\tpath = -u./pwned
\turl = --upload-pack=touch pwned
`;
