import { Transform, type TransformCallback } from 'node:stream';
import { mapPaths, type PathMapping } from '../container/path-map.js';
import type { CommandsOnInput } from './commands-on-input.js';

const lineFeed = 10;

/** Paths of mounts are replaced in the commands of an input, line by line. What follows the commands passes as it is. */
export class MappedCommands extends Transform {
  private rest: Buffer = Buffer.alloc(0);
  private isOver = false;
  /** Bytes as characters, so that text in any encoding stays what it is. */
  private readonly mappings: readonly PathMapping[];
  private readonly last: string | undefined;

  constructor(mappings: readonly PathMapping[], { until }: CommandsOnInput) {
    super();
    this.mappings = mappings.map(({ path, target }) => ({ path: asBytes(path), target: asBytes(target) }));
    this.last = until === undefined ? undefined : `\n${until}\n`;
  }

  override _transform(chunk: Buffer, _: BufferEncoding, done: TransformCallback): void {
    if (this.isOver) this.push(chunk);
    else this.takeCommands(Buffer.concat([this.rest, chunk]));
    done();
  }

  override _flush(done: TransformCallback): void {
    done(null, this.isOver ? undefined : this.mapped(this.rest));
  }

  private takeCommands(bytes: Buffer): void {
    const end = this.endOf(bytes);
    this.isOver = end !== undefined;
    const commands = bytes.subarray(0, end ?? bytes.lastIndexOf(lineFeed) + 1);
    const after = bytes.subarray(commands.length);
    this.push(this.mapped(commands));
    if (this.isOver) this.push(after);
    else this.rest = Buffer.from(after);
  }

  /** Behind the last line of the commands; undefined when it has not come. Lines before it may have gone on already. */
  private endOf(bytes: Buffer): number | undefined {
    if (this.last === undefined) return undefined;
    const line = this.last.slice(1);
    if (bytes.subarray(0, line.length).toString('latin1') === line) return line.length;
    const start = bytes.indexOf(this.last, 0, 'latin1');
    return start < 0 ? undefined : start + this.last.length;
  }

  private mapped(commands: Buffer): Buffer {
    return Buffer.from(mapPaths(commands.toString('latin1'), this.mappings), 'latin1');
  }
}

const asBytes = (text: string): string => Buffer.from(text).toString('latin1');
