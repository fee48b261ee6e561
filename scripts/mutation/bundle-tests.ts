import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Metafile } from 'esbuild';

/** A test file and the product's code that it imports, as the body of a function. */
export interface Bundle {
  readonly testFile: string;
  readonly path: string;
  readonly hash: string;
  /** Whether it starts programs or a cluster: too slow to run per mutant. */
  readonly isSlow: boolean;
}

/** Bundles one test file; `instrumented` has the code by path from the root. npm packages stay external. */
export async function bundleTest(
  testFile: string,
  instrumented: ReadonlyMap<string, string>,
  folder: string,
): Promise<Bundle> {
  const path = resolve(folder, `${testFile.replaceAll('/', '_')}.cjs`);
  const { outputFiles, metafile } = await build({
    entryPoints: [testFile],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    supported: { 'dynamic-import': false },
    packages: 'external',
    outfile: path,
    write: false,
    metafile: true,
    logLevel: 'silent',
    plugins: [
      {
        name: 'ours',
        setup: ({ onLoad }) => {
          onLoad({ filter: /\.ts$/ }, async ({ path: source }) => {
            const text = instrumented.get(relative('.', source)) ?? (await readFile(source, 'utf8'));
            const url = JSON.stringify(pathToFileURL(source).href);
            return { contents: text.replaceAll('import.meta.url', url), loader: 'ts' };
          });
        },
      },
    ],
  });
  const text = outputFiles[0]?.text ?? '';
  await writeFile(path, text);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return { testFile, path, hash, isSlow: isSlow(metafile) };
}

/** Only modules in the bundle count: a test that imports the entry of the embedded cluster may not start one. */
const isSlow = ({ inputs, outputs }: Metafile): boolean =>
  Object.values(outputs).some((output) => output.inputs['packages/embedded-cluster/cluster.ts'] !== undefined) ||
  Object.entries(inputs).some(
    ([file, { imports }]) =>
      file.startsWith('test/') && imports.some(({ path }) => /^(node:)?child_process$/.test(path)),
  );
