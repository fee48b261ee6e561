import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createProcessGroups, killRecordedGroups, signalGroup } from '../../../node/processes/process-groups.js';
import { createScratch } from '../../../node/scratch/scratch.js';
import { sweepStaleScratch } from '../../../node/scratch/scratch-owner.js';
import type { Pod } from '../../../objects.js';
import { readRegularFile, readRegularTail, replaceFile } from '../../../regular-file.js';
import { readResultFiles } from '../../../tekton/task-run/result-files.js';
import { hasEnded, readWholeLog, shellPod, startTestCluster, type TestCluster, when } from '../harness.js';

/** What a program can put at the path of a file. `f` is the path. */
const kinds: Record<string, { make: (f: string) => void; what: string }> = {
  'a named pipe': { make: (f) => execFileSync('mkfifo', [f]), what: 'is a named pipe' },
  'a folder': { make: (f) => mkdirSync(f), what: 'is a folder' },
  'a link to a device': { make: (f) => symlinkSync('/dev/zero', f), what: 'is a symbolic link' },
  'a link to a file': { make: (f) => symlinkSync('/etc/hostname', f), what: 'is a symbolic link' },
  'a link to nothing': { make: (f) => symlinkSync('/no/such/file', f), what: 'is a symbolic link' },
  'a link to itself': { make: (f) => symlinkSync(f, f), what: 'is a symbolic link' },
};

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'test-left-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
const place = (name: string) => join(folder, name.replaceAll(' ', '-'));

describe('reading a file that a program may have made', () => {
  test.each(Object.entries(kinds))('%s: is reported, and never waited for', (name, { make, what }) => {
    make(place(name));
    expect(() => readRegularFile(place(name), 100)).toThrow(`${what}; only a regular file is read`);
    expect(() => readRegularTail(place(name), 100)).toThrow(what);
  });

  test('a socket: is reported', async () => {
    const server = createServer().listen(place('socket'));
    await new Promise((resolve) => server.once('listening', resolve));
    expect(() => readRegularFile(place('socket'), 100)).toThrow('is a socket');
    server.close();
  });

  test('a file of a terabyte without content: refused as a whole, its end is read', () => {
    writeFileSync(place('sparse'), '');
    truncateSync(place('sparse'), 2 ** 40);
    expect(() => readRegularFile(place('sparse'), 100)).toThrow('has 1099511627776 bytes; at most 100 are read');
    expect(readRegularTail(place('sparse'), 4)).toEqual(Buffer.alloc(4));
  });

  test.each(Object.entries(kinds))('%s where a file is to be written: replaced', (name, { make }) => {
    make(place(`w ${name}`));
    replaceFile(place(`w ${name}`), 'text');
    expect(readRegularFile(place(`w ${name}`), 100).toString()).toBe('text');
  });

  test('results of a Tekton step: only regular files, of long ones the end', () => {
    const results = place('results');
    mkdirSync(results);
    for (const [name, { make }] of Object.entries(kinds)) make(join(results, name));
    writeFileSync(join(results, 'digest'), 'sha256:1');
    writeFileSync(join(results, 'long'), '');
    truncateSync(join(results, 'long'), 2 ** 40);
    const found = readResultFiles(results);
    expect([...found.keys()].sort()).toEqual(['digest', 'long']);
    expect(found.get('digest')).toBe('sha256:1');
    symlinkSync(results, place('results-link'));
    expect(readResultFiles(place('results-link'))).toEqual(new Map());
  });
});

describe('records of process groups', () => {
  test.each(['0', '1', '-5', 'x', '1.5', '9999999999999999999'])('a record named %s: nothing is signalled', (name) => {
    expect(signalGroup(Number(name), 0)).toBe(false);
  });

  test('a pipe among the records: no group is ended, and nobody waits', () => {
    const records = place('process groups');
    mkdirSync(records);
    const groups = createProcessGroups(records);
    execFileSync('mkfifo', [join(records, String(process.pid))]);
    killRecordedGroups(records);
    groups.add(process.pid);
    groups.remove(process.pid);
  });
});

describe('the sweep of what earlier clusters left', () => {
  test('a link, and a folder whose record is a pipe: both stay, and nobody waits', async () => {
    const { root } = createScratch(place('stale'));
    execFileSync('mkfifo', [join(root, 'owner.json')]);
    symlinkSync(root, place('link'));
    await sweepStaleScratch(place('link'));
    await sweepStaleScratch(root);
    expect(readResultFiles(root)).toEqual(new Map());
  });
});

describe('what a container leaves at its terminationMessagePath', () => {
  let cluster: TestCluster;
  beforeEach(() => {
    cluster = startTestCluster();
  });
  afterEach(() => cluster.stop());

  const messageAfter = async (script: string, spec: Partial<Pod['spec']> = {}) => {
    cluster.api.create('pods', shellPod('p', script, spec));
    const pod = await when<Pod>(cluster.api, 'pods', 'p', hasEnded);
    return pod.status?.containerStatuses?.[0]?.state?.terminated?.message;
  };
  const why = (what: string) =>
    `Error on reading termination log /dev/termination-log: it is ${what}; only a regular file is read`;
  const result = 'R=/dev/termination-log; rm -f $R;';

  const cases: Record<string, { script: string; want: string | undefined }> = {
    'nothing any more: no message': { script: 'true', want: undefined },
    'a named pipe': { script: 'mkfifo $R', want: why('a named pipe') },
    'a named pipe that somebody holds open': { script: 'mkfifo $R; setsid sleep 60 <>$R &', want: why('a named pipe') },
    'a folder': { script: 'mkdir $R', want: why('a folder') },
    'a link to an endless device': { script: 'ln -s /dev/zero $R', want: why('a symbolic link') },
    'a link out': { script: 'ln -s /etc/passwd $R', want: why('a symbolic link') },
    'a new file: its text': { script: 'echo new > $R.x; mv $R.x $R', want: 'new\n' },
    'a file of a terabyte: its last 4096 bytes': {
      script: 'truncate -s 1T $R; printf end >> $R',
      want: `${'\0'.repeat(4093)}end`,
    },
  };
  test.each(Object.entries(cases))('%s', async (_, { script, want }) => {
    expect(await messageAfter(`${result} ${script}`)).toBe(want);
  });

  test('its folder is made a link to another one: nothing is read there', async () => {
    const container = { name: 'main', terminationMessagePath: '/out/etc/hostname' };
    const script = 'cd "$(dirname /out/etc/hostname)/.." && rm -r etc && ln -s /etc etc';
    expect(await messageAfter(script, { containers: [container] as never })).toMatch(
      /^Error on reading termination log \/out\/etc\/hostname: it is reached by a link to \/etc; /,
    );
  });

  test('a pipe in the place of the log, of the message and of the next log: the container runs again', async () => {
    const script = `
      cd "$TMPDIR/.."; logs=../../logs/main
      if [ -e ../../again ]; then echo second; exit 0; fi
      touch ../../again; rm -f termination-message $logs/0.log; mkfifo termination-message $logs/0.log $logs/1.log; exit 1`;
    cluster.api.create('pods', shellPod('p', script, { restartPolicy: 'OnFailure' }));
    const pod = await when<Pod>(cluster.api, 'pods', 'p', hasEnded);
    expect(pod.status?.phase).toBe('Succeeded');
    expect(await readWholeLog(cluster, 'p')).toBe('second\n');
    await expect(readWholeLog(cluster, 'p', { previous: true, follow: false })).rejects.toThrow('is a named pipe');
  });

  test('a link in a volume, named as the subPath of another container: the mount is refused', async () => {
    const work = { name: 'work', mountPath: '/work' };
    cluster.api.create(
      'pods',
      shellPod('p', 'true', {
        volumes: [{ name: 'work', emptyDir: {} }],
        initContainers: [{ name: 'i', image: 'x', command: ['ln', '-s', '/etc', '/work/out'], volumeMounts: [work] }],
        containers: [{ name: 'main', volumeMounts: [{ ...work, subPath: 'out' }] }] as never,
      }),
    );
    const waiting = ({ status }: Pod) => status?.containerStatuses?.[0]?.state?.waiting;
    const pod = await when<Pod>(cluster.api, 'pods', 'p', (one) => waiting(one)?.reason === 'CreateContainerError');
    expect(waiting(pod)?.message).toBe(
      'failed to prepare subPath for volumeMount "work": "out" leads out of its volume, to /etc',
    );
  });
});
