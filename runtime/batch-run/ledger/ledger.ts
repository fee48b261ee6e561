import type { BatchStatus, TaskResult, TaskStatus } from '../../../api/generated/kinds.js';
import { contentHash } from '../../../packages/kubernetes-conventions/content-hash.js';
import { fitName } from '../../../packages/kubernetes-conventions/fit-name.js';

/** A task that has succeeded. */
export interface LedgerEntry {
  readonly key: string;
  /** Name of its run. */
  readonly run: string;
  /** RFC 3339. */
  readonly completionTime?: string;
  readonly result?: TaskResult;
}

/** The entries of one ConfigMap, each as one line of JSON. */
export interface LedgerPart {
  readonly name: string;
  /** In the order in which they were written. */
  readonly lines: readonly string[];
  readonly digest: string;
}

/** Which tasks of a Batch have succeeded. */
export interface Ledger {
  /** The oldest first. */
  readonly parts: readonly LedgerPart[];
  readonly entries: ReadonlyMap<string, LedgerEntry>;
}

/** A line has at most about 1,200 bytes, so that a ConfigMap stays below 1 MiB. */
const PART_ENTRIES = 500;
/** Twice the tasks of the largest run. With more entries, the oldest ConfigMap is overwritten. */
export const MAX_PARTS = 40;
export const MAX_ENTRIES = MAX_PARTS * PART_ENTRIES;
const DIGEST_LENGTH = 32;

type StatedPart = NonNullable<BatchStatus['ledger']>[number];

export const emptyLedger: Ledger = { parts: [], entries: new Map() };

/** The entry of a task that has succeeded. */
export const ledgerEntry = (run: string, key: string, { completionTime, result }: TaskStatus): LedgerEntry => ({
  key,
  run,
  ...(completionTime && { completionTime }),
  ...(result && { result }),
});

/** The ledger with more entries; those whose key it has are left out. The ledger itself if there are none. */
export function withEntries(ledger: Ledger, batch: string, more: readonly LedgerEntry[]): Ledger {
  const fresh = [...new Map(more.map((entry) => [entry.key, entry])).values()].filter(
    ({ key }) => !ledger.entries.has(key),
  );
  if (fresh.length === 0) return ledger;
  const lines = fresh.map((entry) => JSON.stringify(entry));
  const last = ledger.parts.at(-1);
  const room = last ? PART_ENTRIES - last.lines.length : 0;
  let parts =
    last && room > 0
      ? [...ledger.parts.slice(0, -1), makePart(last.name, [...last.lines, ...lines.slice(0, room)])]
      : ledger.parts;
  for (let from = room; from < lines.length; from += PART_ENTRIES)
    parts = [...parts, makePart(nextName(batch, parts.at(-1)), lines.slice(from, from + PART_ENTRIES))].slice(
      -MAX_PARTS,
    );
  const isWhole = parts[0]?.name === (ledger.parts[0] ?? parts[0])?.name;
  return isWhole ? { parts, entries: new Map([...ledger.entries, ...fresh.map(byKey)]) } : makeLedger(parts);
}

const byKey = (entry: LedgerEntry): [string, LedgerEntry] => [entry.key, entry];

/** What of the text of a ConfigMap the controller wrote; undefined if the text does not begin with it. */
export function provenPart({ name, entries, digest }: StatedPart, text: string): LedgerPart | undefined {
  const lines = text.split('\n').slice(0, entries);
  const part = makePart(name, lines);
  return part.lines.length === entries && part.digest === digest ? part : undefined;
}

export const makeLedger = (parts: readonly LedgerPart[]): Ledger => ({
  parts,
  entries: new Map(parts.flatMap(({ lines }) => lines.map(parseLine)).map(byKey)),
});

/** As the status of the Batch has it. */
export const statedParts = ({ parts }: Ledger): StatedPart[] =>
  parts.map(({ name, lines, digest }) => ({ name, entries: lines.length, digest }));

export const partText = ({ lines }: LedgerPart): string => lines.join('\n');

const makePart = (name: string, lines: readonly string[]): LedgerPart => ({
  name,
  lines,
  digest: contentHash(lines.join('\n'), DIGEST_LENGTH),
});

/** The names repeat, because no ConfigMap is ever deleted. */
function nextName(batch: string, last: LedgerPart | undefined): string {
  const number = last === undefined ? -1 : Number(/\d+$/.exec(last.name)?.[0]);
  return `${fitName(batch, 50)}-ledger-${(number + 1) % MAX_PARTS}`;
}

const parseLine = (line: string): LedgerEntry => JSON.parse(line) as LedgerEntry;
