import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { RepositoryContext } from '../../../api/generated/kinds.js';
import { type Cloned, makeRepository, makeWorkbench, runClone, type Workbench } from './clone-sample.js';
import { hasSshd, type SshServer, startSshServer } from './ssh-server.js';

if (!hasSshd) console.warn('SKIPPED: clones over SSH are not tried, because this machine has no /usr/sbin/sshd');

/** As `ssh-keygen -H` writes them. */
function hashed(line: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'known-')), 'known_hosts');
  writeFileSync(file, line);
  execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' });
  const text = readFileSync(file, 'utf8');
  rmSync(dirname(file), { recursive: true });
  return text;
}

(hasSshd ? describe : describe.skip)('over SSH', () => {
  let bench: Workbench;
  let server: SshServer;

  beforeAll(async () => {
    bench = makeWorkbench();
    for (const name of ['origin', 'or@igin']) makeRepository(join(bench.folder, name), { a: 'a' });
    server = await startSshServer(join(bench.folder, 'server'));
  });
  afterAll(async () => {
    await server.close();
    rmSync(bench.folder, { recursive: true });
  });
  beforeEach(() => {
    rmSync(join(bench.folder, 'message'), { force: true });
    rmSync(join(bench.folder, 'secret'), { force: true, recursive: true });
  });

  const clone = (secret: Record<string, string>, options: RepositoryContext = {}): Promise<Cloned> =>
    runClone(bench, { url: `${server.url}${bench.folder}/origin`, branch: 'main', ...options }, secret);

  const keys: Record<string, (key: string) => string> = {
    'as ssh-keygen writes it': (key) => key,
    'without its last newline': (key) => key.trim(),
    'with CRLF': (key) => key.replaceAll('\n', '\r\n'),
    'with blank lines before, between and after': (key) => `\n\n${key.replace('\n', '\n\n')}\n\n`,
    'indented, as YAML may leave it': (key) => key.replaceAll(/^/gm, '    '),
    'with a byte order mark': (key) => `\ufeff${key}`,
    'in one line, its line ends written as \\n': (key) => key.replaceAll('\n', '\\n'),
  };
  test.each(Object.entries(keys))('a key %s: cloned, and no copy is left', async (_, change) => {
    const { status, message, target } = await clone({
      'ssh-privatekey': change(server.key),
      known_hosts: server.knownHosts.replaceAll('\n', '\r\n'),
    });
    expect({ status, message }).toEqual({ status: 0, message: '' });
    expect(readFileSync(join(target, 'a'), 'utf8')).toBe('a');
    expect(readdirSync(join(bench.folder, 'tmp'))).toEqual([]);
  });

  const places: Record<string, { url: (url: string, folder: string) => string; known?: (line: string) => string }> = {
    'a host in upper case': { url: (url, folder) => `${url.replace('127.0.0.1', 'LOCALHOST')}${folder}/origin` },
    'a user before a path with an at sign': { url: (url, folder) => `${url}${folder}/or@igin` },
    'hashed host names': { url: (url, folder) => `${url}${folder}/origin`, known: hashed },
    'a list of hosts with others': {
      url: (url, folder) => `${url}${folder}/origin`,
      known: (line) => `# ours\n\n${line.replace(' ', ',[git.example]:22 ')}\nbroken line\n`,
    },
  };
  test.each(Object.entries(places))('%s: cloned with the key', async (_, { url, known }) => {
    const { status, message } = await clone(
      { 'ssh-privatekey': server.key, ...(known && { known_hosts: known(server.knownHosts) }) },
      { url: url(server.url, bench.folder), ...(known ? {} : { hostKeyChecking: 'AcceptNew' }) },
    );
    expect({ status, message }).toEqual({ status: 0, message: '' });
  });

  const unusable: Record<string, (key: string) => string> = {
    'the public key': () => readFileSync(join(bench.folder, 'server/user.pub'), 'utf8'),
    'a key of PuTTY': () => 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPublic-Lines: 2\n',
    'a key in base64 once more': (key) => Buffer.from(key).toString('base64'),
    'a key in UTF-16': (key) => Buffer.from(`\ufeff${key}`, 'utf16le').toString('latin1'),
    'a path': () => '/root/.ssh/id_ed25519',
    'nothing but line ends': () => '\n\r\n',
  };
  test.each(Object.entries(unusable))('%s in place of the key: named, and not shown', async (_, made) => {
    const text = made(server.key);
    const { status, message, log } = await clone({ 'ssh-privatekey': text, known_hosts: server.knownHosts });
    expect({ status, message }).toEqual({
      status: 1,
      message: 'the key ssh-privatekey of the Secret is not a private key that ssh can read',
    });
    expect(log.replaceAll(message, '').trim()).toBe('');
  });

  test('a key with a passphrase: named', async () => {
    const file = join(bench.folder, 'locked');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'canary', '-f', file]);
    const { message } = await clone({ 'ssh-privatekey': readFileSync(file, 'utf8'), known_hosts: server.knownHosts });
    expect(message).toBe('the key ssh-privatekey of the Secret has a passphrase; give one without');
  });

  test('an unknown host key: refused immediately, and the error says what to do', async () => {
    const { status, message, log } = await clone({ 'ssh-privatekey': server.key });
    expect(status).toBe(1);
    expect(message).toContain('Host key verification failed.');
    expect(message).toContain(
      "put the server's key into the Secret as known_hosts (see ssh-keyscan), or set hostKeyChecking: AcceptNew",
    );
    expect(log).not.toContain('attempt 1');
  });

  test('an unknown host key with AcceptNew: cloned', async () => {
    const { status } = await clone({ 'ssh-privatekey': server.key }, { hostKeyChecking: 'AcceptNew' });
    expect(status).toBe(0);
  });

  test('a changed host key with AcceptNew: refused', async () => {
    const known_hosts = server.knownHosts.replace(
      /AAAA\S+/,
      readFileSync(join(bench.folder, 'server/user.pub'), 'utf8').split(' ')[1] ?? '',
    );
    const { message } = await clone({ 'ssh-privatekey': server.key, known_hosts }, { hostKeyChecking: 'AcceptNew' });
    expect(message).toContain('Host key verification failed: known_hosts of the Secret has another key for the server');
  });

  const refused: Record<string, { key: (key: string) => string; want: string }> = {
    'no key at all': {
      key: () => 'hello',
      want: 'the key ssh-privatekey of the Secret is not a private key that ssh can read',
    },
    'half a key': { key: (key) => key.slice(0, 120), want: 'is not a private key that ssh can read' },
  };
  test.each(Object.entries(refused))('%s: the error names it before any connection', async (_, { key, want }) => {
    const { status, message } = await clone({ 'ssh-privatekey': key(server.key), known_hosts: server.knownHosts });
    expect(status).toBe(1);
    expect(message).toContain(want);
  });

  test('a key that the server refuses: one attempt, and no banner or key in the error', async () => {
    const other = readFileSync(join(bench.folder, 'server/host'), 'utf8');
    const { message, log } = await clone({ 'ssh-privatekey': other, known_hosts: server.knownHosts });
    expect(message).toMatch(/^cannot clone ssh:.* at main: .*Permission denied \(publickey/);
    expect(message).toContain('; the server does not take what is in the Secret');
    expect(log).not.toContain('Authorised use only');
    expect(log).not.toContain('attempt 1');
    expect(log).not.toContain(other.split('\n')[1]);
  });

  test('a Secret without a key: the error names it', async () => {
    const { message } = await clone({ token: 'x' });
    expect(message).toContain('the Secret has no key ssh-privatekey, which a clone over SSH needs');
    expect(existsSync(join(bench.folder, 'ws/clone'))).toBe(false);
  });
});
