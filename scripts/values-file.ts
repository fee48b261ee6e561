import { readFileSync } from 'node:fs';
import type { InstallProps } from '../constructs/index.js';
import { readInstallValues } from '../constructs/install/install-values.js';
import { formatManifestProblem } from '../plan/manifest/yaml/manifest-problem.js';
import { whyUnreadable } from '../plan/text/why-unreadable.js';

export interface ValuesFile {
  /** Valid only if there is no error. */
  readonly props: InstallProps;
  /** One line each, in the order of the text. */
  readonly errors: readonly string[];
}

/** Never throws: a file that cannot be read is one of the errors. */
export function readValuesFile(path: string): ValuesFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return { props: {}, errors: [`Cannot read ${path}: ${whyUnreadable(error)}; give the path of a values file`] };
  }
  const { props, problems } = readInstallValues({ name: path, text });
  return { props, errors: problems.map(formatManifestProblem) };
}
