import { invalid } from '../../packages/structural-schema/field-error.js';
import { isJsonObject } from '../../packages/structural-schema/json-schema-props.js';
import type { Manifest } from '../../plan/manifest/yaml/manifest.js';
import { fieldProblem, inReadingOrder, type ManifestProblem } from '../../plan/manifest/yaml/manifest-problem.js';
import { nearestOffset } from '../../plan/manifest/yaml/nearest-node.js';
import { yamlAsKubectl } from '../../plan/manifest/yaml/yaml-as-kubectl.js';
import { toValue } from '../../plan/manifest/yaml/yaml-value.js';
import { installProblems } from './install-problems.js';
import type { InstallProps } from './install-props.js';

export interface InstallValues {
  /** To be used only when there is no problem. */
  readonly props: InstallProps;
  /** In the order of the text, with file, line and column. */
  readonly problems: readonly ManifestProblem[];
}

/** Reads a values file. Never throws: what is wrong, YAML or values, becomes problems, all at once. */
export function readInstallValues({ name, text }: Manifest): InstallValues {
  const { documents, lines } = yamlAsKubectl(text);
  const [document] = documents;
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file: name, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (!document || document.contents === null) return { props: {}, problems: [] };
  const { contents, errors } = document;
  const { value, problem } = toValue(document);
  const unreadable = errors.length > 0 ? errors : problem ? [problem] : [];
  if (unreadable.length > 0) {
    const problems = unreadable.map(({ pos, message }) => ({
      position: at(pos[0]),
      message: `cannot read YAML: ${message}`,
    }));
    return { props: {}, problems };
  }
  const found = isJsonObject(value) ? installProblems(value) : [invalid('', value, 'must be fields and their values')];
  const problems = found.map((error) => {
    const part = error.type === 'Forbidden' ? 'key' : 'value';
    return fieldProblem(at(nearestOffset(document, contents, error.path, part)), error);
  });
  return { props: value as InstallProps, problems: inReadingOrder(problems, [name]) };
}
