import {
  type FieldError,
  formatFieldError,
  invalid,
  omitValue,
  required,
} from '../../packages/structural-schema/field-error.js';
import type { JSONSchemaProps } from '../../packages/structural-schema/json-schema-props.js';
import { schemaErrors } from '../manifest/object/schema-errors.js';
import { fieldProblem, formatManifestProblem } from '../manifest/yaml/manifest-problem.js';
import { parseDocuments } from '../manifest/yaml/parse-manifest.js';
import { yamlAsKubectl } from '../manifest/yaml/yaml-as-kubectl.js';
import type { FleetFile, FleetRepository } from './fleet.js';
import type { ReadFleet } from './read-fleet-file.js';
import { repositoryErrors } from './repository-errors.js';

const source = 'gh repo list';
const wanted =
  'give the output of gh repo list <owner> --limit 10000 --json url,defaultBranchRef,isArchived,isEmpty,isFork,isPrivate,primaryLanguage,repositoryTopics';

/**
 * Reads what `gh repo list --json` prints. Empty repositories are excluded, since they have no branch. Never throws.
 *
 * @param json the text, or the value that was parsed from it. Problems of a text have their line and column.
 */
export function readGhRepoList(json: unknown): ReadFleet {
  const { value, problem } = typeof json === 'string' ? parsed(json) : { value: json };
  if (problem !== undefined) return { problems: [problem] };
  const errors = listErrors(value);
  if (errors.length > 0) return { problems: located(json, errors) };
  return { fleet: fleetOf(value as readonly GhRepository[]) };
}

function parsed(text: string): { value?: unknown; problem?: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: `${source}: cannot read JSON: ${(error as Error).message}; ${wanted}` };
  }
}

/** The fields that are read, by the names that `gh` gives them. */
interface GhRepository {
  readonly url?: string;
  readonly nameWithOwner?: string;
  readonly defaultBranchRef?: { readonly name?: string } | null;
  readonly isArchived?: boolean;
  readonly isEmpty?: boolean;
  readonly isFork?: boolean;
  readonly isPrivate?: boolean;
  readonly primaryLanguage?: { readonly name: string } | null;
  readonly repositoryTopics?: readonly { readonly name: string }[] | null;
}

const open = { 'x-kubernetes-preserve-unknown-fields': true } as const;
const named: JSONSchemaProps = { type: 'object', nullable: true, properties: { name: { type: 'string' } }, ...open };
const flag: JSONSchemaProps = { type: 'boolean' };

const schema: JSONSchemaProps = {
  type: 'array',
  items: {
    type: 'object',
    ...open,
    properties: {
      url: { type: 'string', minLength: 1 },
      nameWithOwner: { type: 'string', pattern: '^[^/\\s]+/[^/\\s]+$' },
      defaultBranchRef: named,
      isArchived: flag,
      isEmpty: flag,
      isFork: flag,
      isPrivate: flag,
      primaryLanguage: named,
      repositoryTopics: { type: 'array', nullable: true, items: { ...named, nullable: false, required: ['name'] } },
    },
  },
};

function listErrors(value: unknown): readonly FieldError[] {
  if (!Array.isArray(value)) return [invalid('', omitValue, `must be a list of repositories; ${wanted}`)];
  const shape = schemaErrors(schema, value);
  const misshapen = new Set(shape.map(({ path }) => Number(/^\[(\d+)/.exec(path)?.[1])));
  const read: GhRepository[] = value.map((one, index) => (misshapen.has(index) ? {} : one));
  const nameless = read.flatMap(({ url, nameWithOwner }, index) =>
    url === undefined && nameWithOwner === undefined && !misshapen.has(index) ? index : [],
  );
  return [
    ...shape,
    ...nameless.map((index, i) => required(`[${index}].url`, i === 0 ? wanted : 'as above')),
    ...repositoryErrors(
      read.map((one) => ((one.url ?? one.nameWithOwner) === undefined ? {} : repositoryOf(one))),
      (index, field) => `[${index}].${ghFields[field] ?? field}`,
    ),
  ];
}

const ghFields: Partial<Record<keyof FleetRepository, string>> = { branch: 'defaultBranchRef.name' };

/** The text is parsed a second time, since only that reader knows places. */
function located(json: unknown, errors: readonly FieldError[]): readonly string[] {
  const [document] = typeof json === 'string' ? parseDocuments({ name: source, text: json }, yamlAsKubectl).values : [];
  return errors.map((error) =>
    document
      ? formatManifestProblem(fieldProblem(document.locate(error.path), error))
      : `${source}: ${formatFieldError(error)}`,
  );
}

function fleetOf(list: readonly GhRepository[]): FleetFile {
  return {
    repositories: list.filter(({ isEmpty }) => isEmpty !== true).map(repositoryOf),
    excluded: list.filter(({ isEmpty }) => isEmpty === true).map((one) => ({ url: cloneUrl(one), reason: 'empty' })),
  };
}

function repositoryOf(one: GhRepository): FleetRepository {
  const { defaultBranchRef, isArchived, isFork, isPrivate, primaryLanguage, repositoryTopics } = one;
  return {
    url: cloneUrl(one),
    ...(defaultBranchRef?.name ? { branch: defaultBranchRef.name } : {}),
    ...(primaryLanguage ? { language: primaryLanguage.name } : {}),
    ...(repositoryTopics && repositoryTopics.length > 0 ? { topics: repositoryTopics.map(({ name }) => name) } : {}),
    ...(isArchived ? { archived: true } : {}),
    ...(isFork ? { fork: true } : {}),
    ...(isPrivate ? { private: true } : {}),
  };
}

/** With `.git`, as `kubectl task fleet list` writes it: the same repository has the same task key. */
function cloneUrl({ url, nameWithOwner }: GhRepository): string {
  const page = url ?? `https://github.com/${nameWithOwner}`;
  return `${page.replace(/\/$|\.git$/, '')}.git`;
}
