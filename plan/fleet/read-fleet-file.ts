import { type FieldError, invalid, omitValue } from '../../packages/structural-schema/field-error.js';
import { isJsonObject } from '../../packages/structural-schema/json-schema-props.js';
import { schemaErrors } from '../manifest/object/schema-errors.js';
import type { Manifest } from '../manifest/yaml/manifest.js';
import { fieldProblem, formatManifestProblem, inReadingOrder } from '../manifest/yaml/manifest-problem.js';
import { type LocatedValue, parseDocuments } from '../manifest/yaml/parse-manifest.js';
import { yamlAsKubectl } from '../manifest/yaml/yaml-as-kubectl.js';
import { withNearestNames } from '../task-file/unknown-fields.js';
import type { FleetFile, FleetRepository } from './fleet.js';
import { fleetSchema } from './fleet-schema.js';
import { repositoryErrors } from './repository-errors.js';

/** A fleet, or everything that is wrong with its source. */
export type ReadFleet =
  | { readonly fleet: FleetFile; readonly problems?: never }
  | {
      readonly fleet?: never;
      /** One line each, in reading order; not empty. */
      readonly problems: readonly string[];
    };

/** Reads a fleet file as `kubectl` would read it. Problems have their line and column. Never throws. */
export function readFleetFile(manifest: Manifest): ReadFleet {
  const { values, problems } = parseDocuments(manifest, yamlAsKubectl);
  const [document = nothing(manifest), second] = values;
  const found = [...problems];
  if (second)
    found.push({ position: second.locate('', 'key'), message: 'a fleet file has one document; remove the others' });
  if (problems.length === 0) found.push(...fleetErrors(document.value).map((error) => problemAt(document, error)));
  if (found.length === 0) return { fleet: document.value as FleetFile };
  return { problems: inReadingOrder(found, [manifest.name]).map(formatManifestProblem) };
}

const problemAt = ({ locate }: LocatedValue, error: FieldError) =>
  fieldProblem(locate(error.path, error.type === 'Forbidden' ? 'key' : 'value'), error);

const nothing = ({ name }: Manifest): LocatedValue => ({
  value: undefined,
  locate: () => ({ file: name, line: 1, column: 1 }),
});

/** What is wrong with the content of a fleet file. */
export function fleetErrors(value: unknown): readonly FieldError[] {
  if (!isJsonObject(value)) {
    const wanted =
      'must be a map with repositories, such as repositories: [{ url: https://github.com/myorg/service-a.git }]';
    return [invalid('', omitValue, wanted)];
  }
  const shape = withNearestNames(fleetSchema, schemaErrors(fleetSchema, value));
  const { repositories } = value as { readonly repositories?: unknown };
  return [...shape, ...repositoryErrors(readable(repositories), (index, field) => `repositories[${index}].${field}`)];
}

/** The texts of each repository that can be looked at, in the same places. */
const readable = (repositories: unknown): Partial<FleetRepository>[] =>
  Array.isArray(repositories) ? repositories.map((one) => (isJsonObject(one) ? textsOf(one) : {})) : [];

const textsOf = (repository: object): Partial<FleetRepository> =>
  Object.fromEntries(Object.entries(repository).filter(([, text]) => typeof text === 'string' && text !== ''));
