import { readFileSync, writeFileSync } from 'node:fs';
import { VERSION } from '../api/version.js';

/** A package in package-lock.json. */
export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  /** Subresource integrity: `sha512-<base64>`. */
  readonly integrity?: string;
}

/**
 * The SBOM of a bundle as CycloneDX: the packages whose files it contains, with the digests of the lockfile, sorted
 * by name. The same inputs give the same text, so it has no time and no serial number.
 *
 * @param inputs files of the bundle, as esbuild names them
 * @throws Error if a file belongs to a package that is not in the lockfile
 * @source https://cyclonedx.org/docs/1.6/json/
 */
export function sbom(name: string, inputs: readonly string[], locked: Readonly<Record<string, LockedPackage>>) {
  const paths = [...new Set(inputs.flatMap((file) => packagePath(file) ?? []))].sort();
  const reference = `pkg:npm/kubetask@${VERSION}#${name}`;
  const components = paths.map((path) => component(path, locked[path]));
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        ...{ type: 'application', 'bom-ref': reference, name, version: VERSION },
        licenses: [{ license: { id: 'Apache-2.0' } }],
      },
    },
    components,
    dependencies: [{ ref: reference, dependsOn: components.map((one) => one['bom-ref']) }],
  };
}

/** Writes it next to the bundle: `controller.cjs` and `controller.cdx.json`. */
export function writeSbom(file: string, name: string, inputs: readonly string[]): void {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  writeFileSync(file, `${JSON.stringify(sbom(name, inputs, packages), null, 2)}\n`);
}

/** The package's key in the lockfile: `node_modules/a/node_modules/@scope/b`. */
const packagePath = (file: string): string | undefined =>
  /(?:^|[:/])((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]?.replace(/^.*?(?=node_modules\/)/, '');

function component(path: string, locked: LockedPackage | undefined) {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  if (!locked?.version) throw new Error(`Cannot list ${path}: package-lock.json does not have it; run npm ci`);
  const { version, license, integrity } = locked;
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`;
  return {
    ...{ type: 'library', 'bom-ref': `${purl}#${path}`, name, version, purl },
    ...(license && { licenses: [{ expression: license }] }),
    ...(integrity && { hashes: integrity.split(' ').map(hash) }),
  };
}

function hash(integrity: string) {
  const [algorithm = '', digest = ''] = integrity.split(/-(.*)/);
  const alg = `SHA-${algorithm.slice('sha'.length)}`;
  return { alg, content: Buffer.from(digest, 'base64').toString('hex') };
}
