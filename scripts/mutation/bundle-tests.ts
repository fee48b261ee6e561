import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Metafile } from 'esbuild';

/** A test file with all of our code it needs, as the body of a function. */
export interface Bundle {
  readonly testFile: string;
  readonly path: string;
  readonly hash: string;
  /** Whether its test code starts programs, or a cluster: then it says little about one line, and takes long to say it. */
  readonly isSlow: boolean;
}

/** Bundles one test file; `instrumented` has the code of files by their path from the root. Packages stay outside. */
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

/** What reaches the bundle counts: a test that imports the embedded cluster's entry need not start a cluster. */
const isSlow = ({ inputs, outputs }: Metafile): boolean =>
  Object.values(outputs).some((output) => output.inputs['packages/embedded-cluster/cluster.ts'] !== undefined) ||
  Object.entries(inputs).some(
    ([file, { imports }]) =>
      file.startsWith('test/') && imports.some(({ path }) => /^(node:)?child_process$/.test(path)),
  );
