import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly inBundle?: boolean;
  readonly link?: boolean;
  readonly deprecated?: string;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };
const { workspaces = [], allowScripts = {} } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  workspaces?: string[];
  allowScripts?: Record<string, boolean>;
};
/** The package itself, its workspaces, and the links to them. */
const isOwn = (path: string, { link, resolved = '' }: Locked) =>
  path === '' || workspaces.includes(path) || (link === true && workspaces.includes(resolved));
const dependencies = Object.entries(packages).filter(([path, locked]) => !isOwn(path, locked));

test('every downloaded package has a SHA-512 digest; a bundled package has the digest of its bundle', () =>
  expect(dependencies.filter(([, { integrity, inBundle }]) => !inBundle && !integrity?.startsWith('sha512-'))).toEqual(
    [],
  ));

test('packages come from the registry: none from another URL, from Git or from a folder', () => {
  const strange = ({ resolved = '', link }: Locked) =>
    link === true || !/^(https:\/\/registry\.npmjs\.org\/.*)?$/.test(resolved);
  expect(dependencies.filter(([, locked]) => strange(locked))).toEqual([]);
});

/** The folders in which Node.js looks up a package from another, nearest first. */
const places = (path: string, name: string): string[] => {
  const parts = path.split('/node_modules/');
  const parents = parts.map((_, index) => parts.slice(0, parts.length - index).join('/node_modules/'));
  return [...parents.map((parent) => `${parent}/node_modules/${name}`), `node_modules/${name}`];
};

test('all optional packages, which hold the programs of one platform each, are locked', () => {
  const missing = dependencies.flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !places(path, name).some((place) => place in packages)),
  );
  expect(missing).toEqual([]);
});

test.each(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64', 'win32-x64', 'win32-arm64'])(
  'on %s: compiler, bundler, transpiler and linter',
  (platform) => {
    const native = ['@biomejs/cli', '@esbuild/', '@swc/core', '@typescript/typescript'].filter((prefix) =>
      dependencies.some(([path]) => path.startsWith(`node_modules/${prefix}`) && path.includes(platform)),
    );
    expect(native).toHaveLength(4);
  },
);

test('package.json, and that of each workspace, names exact versions, except for peers', () => {
  const ranges = ['.', ...workspaces].flatMap((folder) => {
    const { dependencies: own, devDependencies } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    return Object.entries({ ...own, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(`${version}`),
    );
  });
  expect(ranges).toEqual([]);
});

const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

const warnings: Record<string, (path: string, locked: Locked) => boolean> = {
  'a deprecated package': (_, { deprecated }) => deprecated !== undefined,
  'an install script that is neither allowed nor denied': (path, { hasInstallScript = false }) =>
    hasInstallScript && !(nameOf(path) in allowScripts),
};

test.each(Object.entries(warnings))('npm install does not warn of %s', (_, isWarning) =>
  expect(dependencies.filter(([path, locked]) => isWarning(path, locked)).map(([path]) => path)).toEqual([]),
);

test('each package of allowScripts has an install script', () => {
  const withScript = new Set(
    dependencies.filter(([, locked]) => locked.hasInstallScript).map(([path]) => nameOf(path)),
  );
  expect(Object.keys(allowScripts).filter((name) => !withScript.has(name))).toEqual([]);
});
