import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writePasswdScript } from '../../../plan/pod/passwd.js';
import { makeRepository, makeWorkbench, runClone } from '../git/clone-sample.js';
import { hasSshd, startSshServer } from '../git/ssh-server.js';
import { shells } from './shells.js';
import { asUnknownUser, canBeUnknownUser } from './unknown-user.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'passwd-'));
  chmodSync(folder, 0o777);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The output of the init container in a shell, optionally as another user. */
function write([program, ...args]: readonly string[], name: string): string {
  const file = join(folder, name);
  const env = { PATH: process.env['PATH'], HOME: '/kubetask/home', KUBETASK_PASSWD: file };
  spawnSync(program ?? '', [...args, '-c', writePasswdScript, 'write-passwd'], { env });
  return readFileSync(file, 'utf8');
}

test.each(shells)('%s: as a user of the image: the users of the image', (name, shell) => {
  expect(write(shell, name.replaceAll('/', '-'))).toBe(`${readFileSync('/etc/passwd', 'utf8').trimEnd()}\n`);
});

const withUnknownUser = canBeUnknownUser ? describe : describe.skip;
if (!canBeUnknownUser)
  console.warn('SKIPPED: clones as another UID are not tried; only root in a container of its own may');

withUnknownUser('as a UID without a name', () => {
  const shellAsUnknownUser = () => [...asUnknownUser('/etc/passwd'), '/bin/sh'];

  test('the users of the image, then one for the UID', () => {
    const lines = write(shellAsUnknownUser(), 'unknown').trimEnd().split('\n');
    expect(lines[0]).toMatch(/^root:/);
    expect(lines.at(-1)).toBe('kubetask:x:65532:65532::/kubetask/home:/bin/sh');
  });

  (hasSshd ? test : test.skip)('a clone over SSH succeeds', async () => {
    const bench = makeWorkbench();
    makeRepository(join(bench.folder, 'origin'), { a: 'a' });
    const server = await startSshServer(join(bench.folder, 'server'));
    mkdirSync(join(bench.folder, 'ws'));
    for (const one of ['', 'ws', 'tmp']) chmodSync(join(bench.folder, one), 0o777);
    write(shellAsUnknownUser(), 'passwd');
    const { status, message } = await runClone(
      bench,
      { url: `${server.url}${bench.folder}/origin` },
      { 'ssh-privatekey': server.key, known_hosts: server.knownHosts },
      asUnknownUser(join(folder, 'passwd')),
    );
    await server.close();
    rmSync(bench.folder, { recursive: true });
    expect({ status, message }).toEqual({ status: 0, message: '' });
  });

  (hasSshd ? test : test.skip)('without that line: ssh refuses', async () => {
    writeFileSync(join(folder, 'other'), 'root:x:0:0:root:/root:/bin/sh\n');
    const [program = '', ...args] = [...asUnknownUser(join(folder, 'other')), 'ssh', '-V'];
    expect(spawnSync(program, args, { encoding: 'utf8' }).stderr).toContain('No user exists for uid 65532');
  });
});
