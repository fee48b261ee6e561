import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { RepositoryContext } from '../../../api/generated/kinds.js';
import { type Cloned, makeRepository, makeWorkbench, runClone, type Workbench } from './clone-sample.js';
import { hasSshd, type SshServer, startSshServer } from './ssh-server.js';

if (!hasSshd) console.warn('SKIPPED: clones over SSH are not tried, because this machine has no /usr/sbin/sshd');

(hasSshd ? describe : describe.skip)('over SSH', () => {
  let bench: Workbench;
  let server: SshServer;

  beforeAll(async () => {
    bench = makeWorkbench();
    makeRepository(join(bench.folder, 'origin'), { a: 'a' });
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
