import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleController } from './bundle-controller.js';
import { installSizes as sizes } from './install-sizes.js';
import { npmPack } from './npm-pack.js';
import { compileEmbeddedCluster } from './pack-embedded-cluster.js';
import { embeddedClusterContents, kubetaskContents, packageProblems, versionProblems } from './release-problems.js';

/**
 * `npm run release:dry-run`: writes every artifact of a release to `build/release/`, with checksums, and publishes nothing.
 * Exits with 1 and lists all problems if versions differ or an artifact is incomplete.
 */
const folder = 'build/release';
const read = (path: string) => readFileSync(path, 'utf8');
const { version } = JSON.parse(read('package.json'));

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const packages = [
  { source: '.', contents: kubetaskContents },
  { source: `./${compileEmbeddedCluster()}`, contents: embeddedClusterContents },
].map(({ source, contents }) => ({
  contents,
  manifest: JSON.parse(read(join(source, 'package.json'))),
  tarball: npmPack(source, folder),
}));

await bundleController('build/controller.cjs');
const bundled = [
  'controller.cjs',
  'controller.cdx.json',
  'kubectl-task',
  'kubectl-task.cdx.json',
  'kubectl_complete-task',
];
for (const file of bundled.map((name) => `build/${name}`))
  copyFileSync(file, join(folder, file.slice('build/'.length)));
for (const name of ['crds', 'install']) copyFileSync(`dist/${name}.k8s.yaml`, join(folder, `${name}.yaml`));
execFileSync('tar', ['czf', join(folder, `kubetask-chart-${version}.tgz`), '-C', 'dist/charts', 'kubetask']);

const copied = [...read('Containerfile').matchAll(/^COPY (?:--\S+ )*(\S+) \S+$/gm)].map(([, source = '']) => source);
const problems = [
  ...versionProblems(version, {
    'packages/embedded-cluster/package.json': JSON.parse(read('packages/embedded-cluster/package.json')).version,
    'api/version.ts': /'(.*)'/.exec(read('api/version.ts'))?.[1],
    'dist/charts/kubetask/Chart.yaml': /^appVersion: v?(\S+)/m.exec(read('dist/charts/kubetask/Chart.yaml'))?.[1],
    'dist/install.k8s.yaml': /image: \S+controller:v(\S+)/.exec(read('dist/install.k8s.yaml'))?.[1],
    'plan/context/http-context.ts': /fetch:v([^']+)'/.exec(read('plan/context/http-context.ts'))?.[1],
    Containerfile: /controller:v(\S+)/.exec(read('Containerfile'))?.[1],
    'CHANGELOG.md': new RegExp(`^## (${version.replaceAll('.', '\\.')})$`, 'm').exec(read('CHANGELOG.md'))?.[1],
  }),
  ...packages.flatMap(({ manifest, tarball, contents }) => packageProblems(manifest, tarball.files, contents)),
  ...copied.filter((source) => !existsSync(source)).map((source) => `Containerfile: COPY ${source}: no such file`),
];

const artifacts = readdirSync(folder).sort();
const sums = artifacts.map((name) => {
  const digest = createHash('sha256')
    .update(readFileSync(join(folder, name)))
    .digest('hex');
  return `${digest}  ${name}`;
});
writeFileSync(join(folder, 'SHA256SUMS'), `${sums.join('\n')}\n`);

console.log(`kubetask ${version}, a dry run: nothing was published`);
for (const { manifest, tarball } of packages)
  console.log(`  npm package ${manifest.name}: ${sizes(manifest, tarball)}`);
for (const name of [...artifacts, 'SHA256SUMS']) console.log(`  ${join(folder, name)}`);
for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);
