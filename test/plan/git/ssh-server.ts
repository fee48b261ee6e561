import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';

const program = '/usr/sbin/sshd';

/** Whether this machine has an SSH server program. */
export const hasSshd = existsSync(program);

/** An SSH server that serves git to clients with the key. */
export interface SshServer {
  /** `ssh://user@127.0.0.1:port`. */
  readonly url: string;
  /** The private key, as `ssh-keygen` writes it. */
  readonly key: string;
  readonly knownHosts: string;
  readonly close: () => Promise<unknown>;
}

const banner = `${'*'.repeat(60)}\n* Authorised use only. All is recorded. *\n${'*'.repeat(60)}\n`;

export async function startSshServer(folder: string): Promise<SshServer> {
  mkdirSync(folder, { recursive: true });
  const file = (name: string) => join(folder, name);
  for (const name of ['host', 'user']) execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(name)]);
  writeFileSync(file('banner'), banner);
  const port = await freePort();
  writeFileSync(file('config'), configOf(folder, port));
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
  const server = spawn(program, ['-D', '-e', '-f', file('config')], { stdio: ['ignore', 'ignore', 'pipe'] });
  await listening(server);
  return {
    url: `ssh://${userInfo().username}@127.0.0.1:${port}`,
    key: readFileSync(file('user'), 'utf8'),
    knownHosts: `[127.0.0.1]:${port} ${readFileSync(file('host.pub'), 'utf8')}`,
    close: () => {
      server.kill();
      return once(server, 'exit');
    },
  };
}

const configOf = (folder: string, port: number): string =>
  [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${folder}/host`,
    `AuthorizedKeysFile ${folder}/user.pub`,
    `PidFile none`,
    `Banner ${folder}/banner`,
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'PermitRootLogin yes',
    '',
  ].join('\n');

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Resolves when the log says that it listens. */
async function listening({ stderr }: ChildProcess): Promise<void> {
  for await (const chunk of stderr ?? []) if (String(chunk).includes('Server listening')) break;
  stderr?.resume();
}
