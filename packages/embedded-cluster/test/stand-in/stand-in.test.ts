import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { removeTree } from '../../node/scratch/remove-tree.js';
import { execute } from '../../stand-in/executor.js';
import { blobPath, type ImageConfig, type Manifest, readIndex, readJsonBlob } from '../../stand-in/oci-layout.js';
import { findImage } from '../../stand-in/registry-folder.js';
import { commandOfImage } from '../../stand-in/run-image.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'test-stand-in-'));
});
afterAll(() => removeTree(folder));

const notice = 'stand-in builder: no Dockerfile instruction was executed';
const registry = () => join(folder, 'registry');
const folders = () => ({ registry: registry(), unpacked: join(folder, 'unpacked-images') });

function write(path: string, text: string): string {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
  return join(folder, path);
}

/** What the program prints. */
function run(...argv: string[]): string[] {
  const lines: string[] = [];
  const outputFolder = join(folder, 'pushed');
  execute({ argv, registry: registry(), architecture: 'amd64', outputFolder, print: (line) => lines.push(line) });
  return lines;
}

const build = (context: string, layout: string, ...more: string[]) =>
  run(
    `--context=dir://${join(folder, context)}/.`,
    `--dockerfile=${join(folder, context)}/./Dockerfile`,
    '--no-push',
    `--oci-layout-path=${join(folder, layout)}`,
    ...more,
  );
const push = (layout: string, image: string) =>
  run('push', join(folder, layout), `--destination=${image}`, '--push-retry=3');

/** Builds and pushes a folder that holds such a Dockerfile; returns its digest. */
function publish(context: string, dockerfile: string, image: string): string {
  write(`${context}/Dockerfile`, dockerfile);
  build(context, `${context}-image`);
  push(`${context}-image`, image);
  return (JSON.parse(readFileSync(join(folder, 'pushed/images'), 'utf8')) as { digest: string }).digest;
}

const digestOf = (path: string) => `sha256:${createHash('sha256').update(readFileSync(path)).digest('hex')}`;

describe('building', () => {
  test('an OCI layout: every digest is true, the layer is the context, and all of it says that it is a stand-in', () => {
    const long = `deep/${'n'.repeat(120)}/ü.txt`;
    write(`whole/${long}`, 'far');
    chmodSync(write('whole/run.sh', '#!/bin/sh\n'), 0o755);
    symlinkSync('run.sh', join(folder, 'whole/link'));
    write('whole/.git/config', 'not for the image');
    write('whole/Dockerfile', 'FROM node:22\nRUN rm -rf /\nENTRYPOINT ["node"]\n');
    const lines = build('whole', 'whole-image', '--build-arg=A=1', '--insecure-registry=localhost:5000');
    const layout = join(folder, 'whole-image');
    const [index, ...others] = readIndex(layout);
    expect(others).toEqual([]);
    const manifest = readJsonBlob<Manifest>(layout, { digest: index?.digest ?? '' });
    const config = readJsonBlob<ImageConfig>(layout, manifest.config);
    for (const blob of [manifest.config, ...manifest.layers, { digest: index?.digest ?? '' }]) {
      expect(digestOf(blobPath(layout, blob.digest))).toBe(blob.digest);
    }
    expect(readFileSync(join(layout, 'oci-layout'), 'utf8')).toBe('{"imageLayoutVersion":"1.0.0"}');
    expect(config).toMatchObject({
      architecture: 'amd64',
      os: 'linux',
      config: { Entrypoint: ['node'], WorkingDir: '/', Labels: { 'io.kubetask.stand-in': notice } },
      rootfs: { diff_ids: manifest.layers.map(({ digest }) => digest) },
      history: [{ created_by: notice }],
    });
    expect(manifest.annotations).toEqual({ 'io.kubetask.stand-in': notice });
    expect(lines[0]).toBe(notice);
    expect(lines[1]).toBe('1 build argument had nothing to change');

    const unpacked = join(folder, 'unpacked');
    mkdirSync(unpacked);
    expect(spawnSync('tar', ['-xf', blobPath(layout, manifest.layers[0]?.digest ?? ''), '-C', unpacked]).status).toBe(
      0,
    );
    const { stdout, status } = spawnSync('diff', ['-r', '--no-dereference', join(folder, 'whole'), unpacked], {
      encoding: 'utf8',
    });
    expect([status, stdout]).toEqual([1, `Only in ${join(folder, 'whole')}: .git\n`]);
    expect(spawnSync(join(unpacked, 'run.sh')).status).toBe(0);
  });

  test('the same files elsewhere: the same digest; another byte: another', () => {
    const dockerfile = 'FROM a\n';
    write('one/x', 'x');
    write('two/x', 'x');
    write('three/x', 'y');
    const [one, two, three] = ['one', 'two', 'three'].map((name) => publish(name, dockerfile, 'r/i:t'));
    expect(two).toBe(one);
    expect(three).not.toBe(one);
  });

  const mistakes: Record<string, { argv: () => string[]; want: RegExp }> = {
    'no such folder': {
      argv: () => ['--context=dir:///none', '--dockerfile=/none/Dockerfile', '--no-push', '--oci-layout-path=/none'],
      want: /^cannot build: there is no folder none; give another sourceSubfolder$/,
    },
    'no Dockerfile': {
      argv: () => [
        `--context=${folder}`,
        `--dockerfile=${folder}/source/None`,
        '--no-push',
        `--oci-layout-path=${folder}/image`,
      ],
      want: /^cannot build: there is no Dockerfile at source\/None; give its path in dockerfile$/,
    },
    'a flag that would matter': {
      argv: () => [`--context=${folder}`, '--dockerfile=d', '--target=t', '--no-push', '--oci-layout-path=/none'],
      want: /^the stand-in for \/kaniko\/executor does not know --target$/,
    },
    'nothing to push': {
      argv: () => ['push', '/none', '--destination=r/i:t'],
      want: /^cannot push \/none: it holds 0 images; there must be one$/,
    },
    'a place outside the folder': {
      argv: () => {
        publish('outside', 'FROM a\n', 'r/i:t');
        return ['push', join(folder, 'outside-image'), '--destination=../../x:t'];
      },
      want: /^cannot push to \.\.\/\.\.\/x: that is no name of a repository$/,
    },
  };
  test.each(Object.entries(mistakes))('%s: one clear error', (_, { argv, want }) => {
    expect(() => run(...argv())).toThrow(want);
  });
});

describe('a context that holds more than files', () => {
  const made = (context: string, ...command: string[]) => {
    write(`${context}/Dockerfile.real`, 'FROM a\n');
    const [file = '', ...args] = command;
    return spawnSync(file, args, { cwd: join(folder, context) }).status;
  };

  test('pipes are left out and named, links stay links wherever they lead', () => {
    made('odd', 'sh', '-c', 'mv Dockerfile.real Dockerfile; mkfifo pipe; ln -s /etc/passwd out; ln -s loop loop');
    const lines = build('odd', 'odd-image');
    expect(lines).toContain('pipe is no file, folder or link: left out');
    const layout = join(folder, 'odd-image');
    const [index] = readIndex(layout);
    const manifest = readJsonBlob<Manifest>(layout, { digest: index?.digest ?? '' });
    const { stdout } = spawnSync('tar', ['-tvf', blobPath(layout, manifest.layers[0]?.digest ?? '')], {
      encoding: 'utf8',
    });
    expect(stdout).toMatch(/ loop -> loop\n.* out -> \/etc\/passwd\n$/);
  });

  const refused: Record<string, { command: string; want: RegExp }> = {
    'a Dockerfile that is a pipe': { command: 'mkfifo Dockerfile', want: /Dockerfile is a named pipe; only a regular/ },
    'a Dockerfile that links out': {
      command: 'ln -s /etc/passwd Dockerfile',
      want: /^cannot build: refused-1\/Dockerfile is a link out of the workspace$/,
    },
    'a file of a terabyte': {
      command: 'mv Dockerfile.real Dockerfile; truncate -s 1T big',
      want: /big has 1099511627776 bytes; at most 268435456 are read$/,
    },
  };
  test.each(Object.entries(refused).map(([name, one], i) => [name, i, one] as const))(
    '%s: one clear error',
    (_, i, { command, want }) => {
      expect(made(`refused-${i}`, 'sh', '-c', command)).toBe(0);
      expect(() => build(`refused-${i}`, `refused-${i}-image`)).toThrow(want);
    },
  );

  test('a Dockerfile that links to another file of the context: read', () => {
    made('linked', 'ln', '-s', 'Dockerfile.real', 'Dockerfile');
    expect(build('linked', 'linked-image').at(-1)).toMatch(/holds the build context as it is$/);
  });

  test('a manifest that names a file instead of a digest: refused', () => {
    expect(() => blobPath('/layout', 'sha256:../../../../etc/passwd')).toThrow('that is no digest of a blob');
  });
});

describe('the registry folder', () => {
  test('a tag that moves: the old digest stays, and the tag means the new one', () => {
    write('moving/x', '1');
    const old = publish('moving', 'FROM a\n', 'localhost:5000/team/moving:v1');
    write('moving/x', '2');
    const young = publish('moving', 'FROM a\n', 'localhost:5000/team/moving:v1');
    const find = (reference: string) => findImage(registry(), `localhost:5000/team/moving${reference}`)?.digest;
    expect([find(':v1'), find(`:v1@${old}`), find(`@${young}`), find(':v2'), find('@sha256:none')]).toEqual([
      young,
      old,
      young,
      undefined,
      undefined,
    ]);
    expect(readIndex(join(registry(), 'localhost_5000/team/moving'))).toHaveLength(1);
  });
});

describe('running an image of it', () => {
  /** As a container with these arguments and variables. */
  const start = (image: string, own: string[] = [], variables: Record<string, string> = {}) => {
    const [file = '', ...args] = commandOfImage(folders(), image, own.length > 0) ?? [];
    const env = { PATH: process.env.PATH, ...variables };
    return spawnSync(file, [...args, ...own], { encoding: 'utf8', env });
  };
  const said = 'stand-in image: runs the build context with the programs of this machine\n';

  test('a file that would be copied somewhere: found where it is', () => {
    write('copied/src/agent.mjs', 'console.log("hi", process.argv[2])');
    const digest = publish(
      'copied',
      'FROM a\nCOPY src/agent.mjs /usr/lib/x/\nENTRYPOINT ["node", "/usr/lib/x/agent.mjs"]\nCMD ["you"]',
      'r/copied:1',
    );
    const { stdout, stderr, status } = start(`r/copied@${digest}`);
    expect({ stdout, stderr, status }).toEqual({ stdout: 'hi you\n', stderr: said, status: 0 });
  });

  test('a path in the working directory: the context is the working directory', () => {
    write('workdir/agent.mjs', 'import "node:fs"; console.log("there")');
    publish('workdir', 'FROM a\nWORKDIR /app\nCOPY . .\nCMD ["node", "agent.mjs"]', 'r/workdir:1');
    expect(start('r/workdir:1').stdout).toBe('there\n');
  });

  test("a container's own arguments and variables: in the place of the image's", () => {
    const dockerfile = 'FROM a\nENV WHO=image HOW="so so"\nENTRYPOINT ["sh", "-c", "echo $WHO $HOW $0"]\nCMD ["cmd"]';
    publish('replaced', dockerfile, 'r/replaced:1');
    expect(start('r/replaced:1').stdout).toBe('image so so cmd\n');
    expect(start('r/replaced:1', ['mine'], { WHO: 'container' }).stdout).toBe('container so so mine\n');
  });

  test('nothing to run: says so', () => {
    publish('nothing', 'FROM a\n', 'r/nothing:1');
    const { stderr, status } = start('r/nothing:1');
    const why = 'stand-in image: its Dockerfile has neither ENTRYPOINT nor CMD\n';
    expect({ stderr, status }).toEqual({ stderr: said + why, status: 127 });
    expect(start('r/nothing:1', ['echo', 'mine']).stdout).toBe('mine\n');
  });

  test('a program that this machine has not: says so', () => {
    publish('absent', 'FROM a\nCMD ["no-such-program"]', 'r/absent:1');
    const { stderr, status } = start('r/absent:1');
    const why =
      'stand-in image: its ENTRYPOINT or CMD asks for no-such-program, and this machine has no such program\n';
    expect({ stderr, status }).toEqual({ stderr: said + why, status: 127 });
  });

  test('an image that was never pushed here: nothing stands for it', () => {
    expect(commandOfImage(folders(), 'docker.io/library/node:22', false)).toBeUndefined();
    expect(commandOfImage({ ...folders(), registry: join(folder, 'nowhere') }, '../x', false)).toBeUndefined();
    expect(existsSync(join(folder, 'nowhere'))).toBe(false);
  });
});
