import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { willNotHeal } from '../../../plan/git/attempts.js';

const isTriedAgain = (text: string): boolean =>
  spawnSync('sh', ['-c', `${willNotHeal}\nwill_not_heal "$1"`, 'sh', text]).status !== 0;

/** What git, ssh, curl and Git LFS say, and the servers behind them. */
const lasting = [
  'fatal: remote error: access denied or repository not exported: /nope.git',
  'fatal: remote error: service not enabled: /a.git',
  "fatal: repository 'https://example.com/a.git/' not found",
  'ERROR: The project you were looking for could not be found or you do not have permission to view it.',
  "fatal: '/srv/a.git' does not appear to be a git repository",
  "fatal: couldn't find remote ref none",
  "fatal: could not read Username for 'https://example.com': terminal prompts disabled",
  "fatal: Authentication failed for 'https://example.com/a.git/'",
  'Received disconnect from 10.0.0.1 port 22:2: Too many authentication failures',
  'batch response: Authentication required: You must have push access to verify locks',
  'git@example.com: Permission denied (publickey).',
  'repository access denied. deployment key is not associated with the requested repository.',
  'Unauthorized\nfatal: Could not read from remote repository.',
  "TF400813: The user '' is not authorized to access this resource.",
  "fatal: unable to access 'https://example.com/a.git/': The requested URL returned error: 400",
  "fatal: unable to access 'https://example.com/a.git/': The requested URL returned error: 403",
  "fatal: unable to access 'https://example.com/a.git/': Received HTTP code 407 from proxy after CONNECT",
  'Host key verification failed.',
  'Unable to negotiate with 10.0.0.1 port 22: no matching host key type found. Their offer: ssh-rsa',
  'Load key "/kubetask/git-0/key": error in libcrypto',
  'SSL certificate problem: self-signed certificate',
  "SSL: no alternative certificate subject name matches target host name 'example.com'",
  'error adding trust anchors from file: /kubetask/ca/ca.crt',
  'error setting certificate verify locations:  CAfile: /kubetask/ca/ca.crt',
  'error:0A00010B:SSL routines::wrong version number',
  "fatal: protocol 'ftp' is not supported",
  'fatal: write error: No space left on device',
  'error: unable to write file a: Disk quota exceeded',
  'batch response: This repository is over its data quota.',
  'error: unable to create file aaaa: File name too long',
  "fatal: could not create work tree dir 'a': Read-only file system",
];

const passing = [
  'fatal: unable to access: Could not resolve host: example.com',
  "fatal: unable to access: Failed to connect to example.com port 443: Couldn't connect to server",
  'ssh: connect to host example.com port 22: Connection refused\nfatal: Could not read from remote repository.',
  'kex_exchange_identification: Connection closed by remote host',
  'error: RPC failed; curl 92 HTTP/2 stream 5 was not closed cleanly\nfatal: early EOF',
  'fatal: the remote end hung up unexpectedly',
  "fatal: unable to access 'https://example.com/a.git/': The requested URL returned error: 429",
  "fatal: unable to access 'https://example.com/a.git/': The requested URL returned error: 408",
  "fatal: unable to access 'https://example.com/a.git/': The requested URL returned error: 502",
  'fatal: unable to access: Received HTTP code 503 from proxy after CONNECT',
  'fetch-pack: unexpected disconnect while reading sideband packet',
];

describe('what cannot heal is tried once', () => {
  test.each(lasting)('%j', (text) => expect(isTriedAgain(text)).toBe(false));
});

describe('what may heal is tried again', () => {
  test.each(passing)('%j', (text) => expect(isTriedAgain(text)).toBe(true));
});
