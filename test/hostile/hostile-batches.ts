/** A secret that no answer may repeat. */
export const password = 'hunter2hunter2';

type Contexts = readonly object[];

const file = (filePath: string, inline = 'x'): object => ({ type: 'File', file: { filePath, source: { inline } } });
const repository = (fields: object): Contexts => [
  { type: 'Repository', repository: { url: 'https://git.example.org/a/b.git', branch: 'main', ...fields } },
];

/**
 * Contexts of one task that must not become a Job. Each is refused by the API server, or its run fails with
 * InvalidSpec.
 */
export const hostileContexts: Record<string, Contexts> = {
  'a path that leaves the workspace': [file('/workspace/../etc/cron.d/x')],
  'a path with a dot segment': [file('/workspace/./x')],
  'a relative path': [file('x')],
  'a path with two slashes': [file('//etc/passwd')],
  'a path that is the root': [file('/')],
  'a path with an escape': [file('/workspace/\u001b[2J')],
  'a path with a line break': [file('/workspace/a\nb')],
  'a path with a right-to-left override': [file('/workspace/\u202egnp.exe')],
  'a clone that leaves the workspace': repository({ path: '../x' }),
  'a clone at an absolute path': repository({ path: '/etc' }),
  'a branch that is an option': repository({ branch: '--upload-pack=touch pwned' }),
  'a branch that is not a valid ref': repository({ branch: 'a..b' }),
  'a branch with a reflog': repository({ branch: 'main@{1}' }),
  'a branch that ends in .lock': repository({ branch: 'main.lock' }),
  'a branch with a blank': repository({ branch: 'ma in' }),
  'a branch with a carriage return': repository({ branch: 'main\r' }),
  'a branch with a zero-width space': repository({ branch: 'ma\u200bin' }),
  'a branch with an escape': repository({ branch: '\u001b]0;pwned\u0007' }),
  'a URL that runs a command': repository({ url: 'ext::sh -c touch% pwned' }),
  'a URL that is an option': repository({ url: '--upload-pack=touch' }),
  'a host that is an option': repository({ url: 'ssh://-oProxyCommand=touch/x' }),
  'an SSH address whose host is an option': repository({ url: 'git@-oProxyCommand=touch:x' }),
  'a URL with a password': repository({ url: `https://user:${password}@git.example.org/a/b.git` }),
  'an SSH URL with a password': repository({ url: `ssh://user:${password}@git.example.org/a/b.git` }),
  'a URL with a token in its query': repository({ url: `https://git.example.org/a/b.git?private_token=${password}` }),
  'a URL with a line break': repository({ url: 'https://git.example.org/a\nhost: evil' }),
  'a URL with a blank': repository({ url: ' https://git.example.org/a/b.git' }),
  'a repository named ..': repository({ url: undefined, org: 'a', repo: '..' }),
  'a context of type __proto__': [{ type: '__proto__', __proto__: { file: {} } }],
  'a file that is also the folder of another': [file('/workspace/a'), file('/workspace/a/b')],
};
