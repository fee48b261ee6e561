import { remembered } from './remembered.js';
import { linesText, lineText, Unwritable } from './string-style.js';
import { isPlainObject, unwritableValue } from './unwritable-value.js';

/** How objects are written. */
export interface YamlOptions {
  /**
   * Whether keys are sorted, by UTF-16 code units.
   *
   * @default false: in the order of the object
   */
  readonly sortKeys?: boolean;
  /**
   * Keys of the root that come before all others, in this order.
   *
   * @default none
   */
  readonly firstKeys?: readonly string[];
}

/**
 * Writes one document, which ends in a line break. Members that are undefined are left out.
 *
 * @throws UnwritableValue for a value that is no JSON
 */
export type WriteYaml = (value: unknown) => string;

/** How many strings are remembered: those that the documents of one kind share, and no more. */
const rememberedLines = 4096;
const rememberedBlocks = 64;

/** A writer that remembers the texts of strings and of frozen objects. */
export function yamlWriter(options: YamlOptions = {}): WriteYaml {
  const writer = new Writer(options);
  return (value) => writer.document(value);
}

class Writer {
  readonly #sortKeys: boolean;
  readonly #firstKeys: readonly string[];
  readonly #line = remembered(lineText, rememberedLines);
  readonly #key = remembered(keyText, rememberedLines);
  /** By indentation. */
  readonly #blocks: ((text: string) => string)[] = [];
  readonly #shared = new WeakMap<object, string[]>();
  /** The scalar, or the remembered text, with which what was written so far ends. */
  #last = '';

  constructor({ sortKeys = false, firstKeys = [] }: YamlOptions) {
    this.#sortKeys = sortKeys;
    this.#firstKeys = firstKeys;
  }

  document(value: unknown): string {
    try {
      const text = this.#node(value, 0, this.#firstKeys);
      // A last line that is empty belongs to a text: without an end mark, tools that split at `---` take it away.
      return this.#last.endsWith('\n') ? `${text}\n...\n` : `${text}\n`;
    } catch (error) {
      throw error instanceof Unwritable ? (unwritableValue(value) ?? error) : error;
    }
  }

  /** Without a line break at its start and end; lines after the first are indented. */
  #node(value: unknown, indent: number, firstKeys: readonly string[] = []): string {
    if (typeof value === 'object' && value !== null) return this.#remembered(value, indent, firstKeys);
    this.#last = this.#scalar(value, indent);
    return this.#last;
  }

  #scalar(value: unknown, indent: number): string {
    switch (typeof value) {
      case 'string':
        return value.includes('\n') && indent > 0 ? this.#lines(value, indent) : this.#line(value);
      case 'number':
        return numberText(value);
      case 'boolean':
        return value ? 'true' : 'false';
      case 'undefined':
      case 'object':
        return 'null';
      default:
        throw new Unwritable();
    }
  }

  #remembered(value: object, indent: number, firstKeys: readonly string[]): string {
    if (!Object.isFrozen(value)) return this.#collection(value, indent, firstKeys);
    const texts = this.#shared.get(value) ?? [];
    const text = texts[indent] ?? this.#collection(value, indent, firstKeys);
    texts[indent] = text;
    this.#shared.set(value, texts);
    this.#last = text;
    return text;
  }

  #collection(value: object, indent: number, firstKeys: readonly string[]): string {
    if (Array.isArray(value)) return this.#sequence(value, indent);
    if (!isPlainObject(value)) throw new Unwritable();
    return this.#mapping(value as Record<string, unknown>, indent, firstKeys);
  }

  #sequence(items: readonly unknown[], indent: number): string {
    this.#last = '';
    if (items.length === 0) return '[]';
    const start = lineStart(indent);
    let text = '';
    for (const item of items) text += `${text === '' ? '' : start}- ${this.#node(item, indent + 2)}`;
    return text;
  }

  #mapping(object: Readonly<Record<string, unknown>>, indent: number, firstKeys: readonly string[]): string {
    const start = lineStart(indent);
    const inner = lineStart(indent + 2);
    let text = '';
    this.#last = '';
    for (const key of this.#keys(object, firstKeys)) {
      const value = object[key];
      if (value === undefined) continue;
      const child = this.#node(value, indent + 2);
      const isNested = typeof value === 'object' && child !== '{}' && child !== '[]' && child !== 'null';
      const name = this.#key(key);
      const colon = name.startsWith('? ') ? `${start}:` : ':';
      text += `${text === '' ? '' : start}${name}${colon}${isNested ? inner : ' '}${child}`;
    }
    return text === '' ? '{}' : text;
  }

  #keys(object: object, firstKeys: readonly string[]): string[] {
    const keys = Object.keys(object);
    if (this.#sortKeys && !isSorted(keys)) keys.sort();
    if (firstKeys.length === 0) return keys;
    return [...firstKeys.filter((key) => keys.includes(key)), ...keys.filter((key) => !firstKeys.includes(key))];
  }

  #lines(text: string, indent: number): string {
    this.#blocks[indent] ??= remembered((one) => linesText(one, ' '.repeat(indent)), rememberedBlocks);
    return this.#blocks[indent](text);
  }
}

const isSorted = (keys: readonly string[]): boolean => keys.every((key, i) => i === 0 || (keys[i - 1] ?? '') < key);

const lineStarts: string[] = [];

function lineStart(indent: number): string {
  lineStarts[indent] ??= `\n${' '.repeat(indent)}`;
  return lineStarts[indent];
}

/** The longest key that a parser must find without `?`, which counts characters. */
const longestKey = 1000;

function keyText(key: string): string {
  const text = lineText(key);
  return text.length > longestKey ? `? ${text}` : text;
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new Unwritable();
  if (Object.is(value, -0)) return '-0.0';
  const text = String(value);
  // YAML 1.1 wants a point in a number with an exponent.
  return /^-?\d+e/.test(text) ? text.replace('e', '.0e') : text;
}
