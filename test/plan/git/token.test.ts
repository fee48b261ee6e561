import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { beginGit, privateFolder } from '../../../plan/git/shell.js';
import { offerToken } from '../../../plan/git/token.js';
import { shells } from '../pod/shells.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'token-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const script = `set -eu
fail() { printf '%s' "$1" >&2; exit 1; }
${beginGit}${privateFolder}${offerToken}
printf '%s\\n\\n' "$ASKED" | git credential fill`;

const [defaultShell = ['/bin/sh'] as const] = shells.map(([, shell]) => shell);

/** The answer to a credential request of git. */
function ask(env: Record<string, string>, [program, ...args]: readonly [string, ...string[]] = defaultShell): string {
  const { stdout } = spawnSync(program, [...args, '-c', script], {
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      HOME: folder,
      TMPDIR: folder,
      GIT_URL: '',
      GIT_TOKEN_FILE: join(folder, 'token'),
      GIT_TOKEN_USER: 'x-access-token',
      GIT_TOKEN_URL: 'https://git.example/org/repo.git',
      ASKED: 'url=https://git.example/org/repo.git',
      ...env,
    },
  });
  return stdout;
}

describe('which requests it answers', () => {
  const own = 'https://git.example/org/repo.git';
  const cases: Record<string, { url?: string; asked: string; scope?: string; want: boolean }> = {
    'the repository itself': { asked: own, want: true },
    'without .git': { asked: 'https://git.example/org/repo', want: true },
    'with a slash at the end': { asked: 'https://git.example/org/repo.git/', want: true },
    'its host in another letter case': { asked: 'https://GIT.example/org/repo.git', want: true },
    'its default port': { asked: 'https://git.example:443/org/repo.git', want: true },
    'its Git LFS': { asked: 'https://git.example/org/repo.git/info/lfs', want: true },
    'an object of its Git LFS': { asked: 'https://git.example/org/repo.git/info/lfs/objects/12', want: true },
    'with another user': { asked: 'https://somebody@git.example/org/repo.git', want: true },
    'blanks and percents in the path': {
      url: 'https://git.example/a/my%20project/_git/r%25',
      asked: 'https://git.example/a/my%20project/_git/r%25',
      want: true,
    },
    'another host': { asked: 'https://evil.example/org/repo.git', want: false },
    'a host with the same prefix': { asked: 'https://git.example.evil/org/repo.git', want: false },
    'a subdomain': { asked: 'https://a.git.example/org/repo.git', want: false },
    'another scheme': { asked: 'http://git.example/org/repo.git', want: false },
    'another port': { asked: 'https://git.example:8443/org/repo.git', want: false },
    'another repository of the host': { asked: 'https://git.example/org/other.git', want: false },
    'a path with the same prefix': { asked: 'https://git.example/org/repo-2.git', want: false },
    'a path below': { asked: 'https://git.example/org/repo.git/evil', want: false },
    'a path with .. segments': { asked: 'https://git.example/org/repo.git/info/lfs/../../../evil', want: false },
    'a path in another letter case': { asked: 'https://git.example/Org/repo.git', want: false },
    'no path': { asked: 'https://git.example', want: false },
    'for the host, another repository': { asked: 'https://git.example/a/b', scope: 'host', want: true },
    'for the host, another host': { asked: 'https://evil.example/org/repo.git', scope: 'host', want: false },
    'for the host, another port': { asked: 'https://git.example:8443/a/b', scope: 'host', want: false },
  };
  test.each(Object.entries(cases))('%s', (_, { url = own, asked, scope = '', want }) => {
    writeFileSync(join(folder, 'token'), 'canary');
    const output = ask({ GIT_TOKEN_URL: url, ASKED: `url=${asked}`, GIT_TOKEN_SCOPE: scope });
    expect(output.includes('canary')).toBe(want);
  });
});

describe.each(shells)('%s: a value arrives unchanged', (_, shell) => {
  const cases: Record<string, { user?: string; password: string; want: string }> = {
    'a token alone': { password: 'tok', want: 'username=x-access-token\npassword=tok' },
    'a newline at the end: removed': { user: 'me\n', password: 'tok\n', want: 'username=me\npassword=tok' },
    'CRLF at the end: removed': { user: 'me\r\n', password: 'tok\r\n\r\n', want: 'username=me\npassword=tok' },
    'a byte order mark: removed': { password: '\ufefftok', want: 'password=tok' },
    'a domain': { user: 'CORP\\nina', password: 'secret', want: 'username=CORP\\nina\npassword=secret' },
    'backslashes of all kinds': { password: '\\t\\c\\0\\\\x\\', want: 'password=\\t\\c\\0\\\\x\\' },
    'shell syntax': { password: `p$HOME\`id\`$(id)'"*?!#;&|`, want: `password=p$HOME\`id\`$(id)'"*?!#;&|` },
    'printf formats': { password: '%s%d%%n', want: 'password=%s%d%%n' },
    'dashes at the beginning': { user: '-n', password: '-e x', want: 'username=-n\npassword=-e x' },
    'blanks at both ends': { password: '  sp aced ', want: 'password=  sp aced ' },
    'beyond ASCII': { user: 'jörg', password: 'pässwörd€', want: 'username=jörg\npassword=pässwörd€' },
    'an equals sign': { user: 'a=b', password: 'host=x', want: 'username=a=b\npassword=host=x' },
  };
  test.each(Object.entries(cases))('%s', (_case, { user, password, want }) => {
    writeFileSync(join(folder, 'token'), password);
    writeFileSync(join(folder, 'user'), user ?? '');
    expect(ask({ GIT_USER_FILE: user === undefined ? '' : join(folder, 'user') }, shell)).toContain(`${want}\n`);
  });
});

test('no file is left', () => {
  expect(readdirSync(folder).sort()).toEqual(['token', 'user']);
  expect(() =>
    execFileSync('git', ['config', '--file', join(folder, '.gitconfig'), '--list'], { stdio: 'pipe' }),
  ).toThrow();
});
