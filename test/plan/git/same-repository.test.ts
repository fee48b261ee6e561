import { expect, test } from '@jest/globals';
import { canonicalRepository } from '../../../plan/context/same-repository.js';

const github = 'github.com/o/r';
const spellings: Record<string, string> = {
  'https://github.com/o/r': github,
  'https://github.com/o/r.git': github,
  'https://github.com/o/r.GIT': github,
  'https://github.com/o/r/': github,
  'https://github.com//o///r': github,
  'https://github.com/o/./x/../r': github,
  'https://github.com/../o/r': github,
  'https://github.com/O/R': github,
  'HTTPS://GitHub.com/o/r': github,
  'https://github.com./o/r': github,
  'https://www.github.com/o/r': github,
  'https://me:token@github.com/o/r': github,
  'https://github.com:443/o/r': github,
  'http://github.com:80/o/r': github,
  'git://github.com:9418/o/r': github,
  'git+https://github.com/o/r': github,
  'ssh://git@github.com/o/r': github,
  'ssh://git@ssh.github.com:443/o/r': github,
  'ssh://git@github.com:2222/o/r': github,
  'git@github.com:o/r.git': github,
  'github.com:o/r': github,
  ' https://github.com/o/r ': github,
  'https://github.com/%6f/r': github,
  'https://gitlab.com/O/R': 'gitlab.com/o/r',
  'https://bitbucket.org/O/R': 'bitbucket.org/o/r',
  'https://git.example.com/O/R': 'git.example.com/O/R',
  'https://git.example.com:3000/o/r': 'git.example.com:3000/o/r',
  'http://git.example.com:443/o/r': 'git.example.com:443/o/r',
  'https://git.example.com:80/o/r': 'git.example.com:80/o/r',
  'https://[2001:db8::1]:8443/o/r': '[2001:db8::1]:8443/o/r',
  'https://git.example.com/o/100%': 'git.example.com/o/100%',
  'https://git.example.com/o/r.github': 'git.example.com/o/r.github',
  'https://git.example.com': 'git.example.com/',
  'file:///srv/git/r.git': 'file:/srv/git/r',
  'file:///srv/Git/R': 'file:/srv/Git/R',
  '/srv/git/r': '/srv/git/r',
};
test.each(Object.entries(spellings))('%s is %s', (url, want) => {
  expect(canonicalRepository(url)).toBe(want);
});
