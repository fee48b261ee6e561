import { blockBytes, paddingOf, type TarEntry } from './tar-header.js';

/** What is done with an archive, entry by entry. */
export interface TarVisitor {
  begin(entry: TarEntry): Promise<void>;
  /** A part of the content of the entry that has begun. */
  content(chunk: Buffer): Promise<void>;
  end(): Promise<void>;
}

/** Long names and attributes; the kernel allows 4096 bytes for a path. */
const mostMetadataBytes = 1024 * 1024;

interface Overrides {
  path?: string;
  linkPath?: string;
  size?: number;
}

/** Reads an archive of GNU tar, BSD tar or busybox, in pieces cut anywhere. @throws Error when it is no archive */
export class TarReader {
  /** Whether the end of the archive has been read. */
  isComplete = false;
  private readonly header = Buffer.alloc(blockBytes);
  private headerBytes = 0;
  private contentBytes = 0;
  private paddingBytes = 0;
  /** Of an entry that describes the next one. */
  private metadata: { readonly flag: string; readonly chunks: Buffer[] } | undefined;
  private overrides: Overrides = {};

  constructor(private readonly visitor: TarVisitor) {}

  async push(chunk: Buffer): Promise<void> {
    for (let at = 0; at < chunk.length && !this.isComplete; ) {
      const rest = chunk.subarray(at);
      if (this.contentBytes > 0) at += await this.takeContent(rest.subarray(0, this.contentBytes));
      else if (this.paddingBytes > 0) at += this.skip(Math.min(rest.length, this.paddingBytes));
      else at += await this.takeHeader(rest.subarray(0, blockBytes - this.headerBytes));
    }
  }

  private skip(bytes: number): number {
    this.paddingBytes -= bytes;
    return bytes;
  }

  private async takeContent(part: Buffer): Promise<number> {
    this.contentBytes -= part.length;
    if (this.metadata) this.metadata.chunks.push(Buffer.from(part));
    else await this.visitor.content(part);
    if (this.contentBytes === 0) await this.endEntry();
    return part.length;
  }

  private async takeHeader(part: Buffer): Promise<number> {
    part.copy(this.header, this.headerBytes);
    this.headerBytes += part.length;
    if (this.headerBytes === blockBytes) {
      this.headerBytes = 0;
      await this.beginEntry();
    }
    return part.length;
  }

  private async beginEntry(): Promise<void> {
    const { header } = this;
    if (header.every((byte) => byte === 0)) {
      this.isComplete = true;
      return;
    }
    checkSum(header);
    const flag = String.fromCharCode(header[156] ?? 0);
    const isMetadata = 'LKxg'.includes(flag);
    const size = isMetadata ? number(header, 124, 12) : (this.overrides.size ?? number(header, 124, 12));
    if (isMetadata && size > mostMetadataBytes) throw new Error('the archive has a name of more than a megabyte');
    this.metadata = isMetadata ? { flag, chunks: [] } : undefined;
    const hasContent = isMetadata || isFile(flag);
    this.contentBytes = hasContent ? size : 0;
    this.paddingBytes = hasContent ? paddingOf(size) : 0;
    if (!isMetadata) await this.visitor.begin(entryOf(header, flag, size, this.overrides));
    if (this.contentBytes === 0) await this.endEntry();
  }

  private async endEntry(): Promise<void> {
    const { metadata } = this;
    this.metadata = undefined;
    if (metadata) Object.assign(this.overrides, overridesOf(metadata.flag, Buffer.concat(metadata.chunks)));
    else {
      this.overrides = {};
      await this.visitor.end();
    }
  }
}

const isFile = (flag: string): boolean => ['0', '\0', '7'].includes(flag);

const types: Readonly<Record<string, TarEntry['type']>> = { '1': 'link', '2': 'symlink', '5': 'directory' };

function entryOf(header: Buffer, flag: string, size: number, overrides: Overrides): TarEntry {
  const prefix = header.toString('latin1', 257, 263) === 'ustar\0' ? text(header, 345, 155) : '';
  const name = text(header, 0, 100);
  const path = overrides.path ?? (prefix ? `${prefix}/${name}` : name);
  const linkPath = overrides.linkPath ?? text(header, 157, 100);
  return {
    path: path.replace(/\/+$/, ''),
    type: isFile(flag) ? (path.endsWith('/') ? 'directory' : 'file') : (types[flag] ?? 'other'),
    mode: number(header, 100, 8) & 0o777,
    size,
    modifiedSeconds: number(header, 136, 12),
    ...(linkPath ? { linkPath } : {}),
  };
}

function overridesOf(flag: string, content: Buffer): Overrides {
  if (flag === 'L') return { path: text(content, 0, content.length) };
  if (flag === 'K') return { linkPath: text(content, 0, content.length) };
  return flag === 'x' ? paxOverrides(content) : {};
}

/** Records are `length key=value`, and a line feed. Source: POSIX, pax Extended Header */
function paxOverrides(content: Buffer): Overrides {
  const overrides: Overrides = {};
  for (let at = 0; at < content.length; ) {
    const space = content.indexOf(' ', at);
    const length = Number(content.toString('latin1', at, space));
    if (space === -1 || !(length > 0)) throw new Error('the archive has an extended header that cannot be read');
    const [, key, value = ''] = /^([^=]*)=(.*)\n$/s.exec(content.toString('utf8', space + 1, at + length)) ?? [];
    if (key === 'path') overrides.path = value;
    if (key === 'linkpath') overrides.linkPath = value;
    if (key === 'size') overrides.size = Number(value);
    at += length;
  }
  return overrides;
}

function text(header: Buffer, offset: number, length: number): string {
  const field = header.subarray(offset, offset + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? length : end);
}

/** In octal digits, or as bytes. */
function number(header: Buffer, offset: number, length: number): number {
  if ((header[offset] ?? 0) & 0x80) return header.readUIntBE(offset + length - 6, 6);
  const digits = text(header, offset, length).trim();
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

function checkSum(header: Buffer): void {
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 32 : byte), 0);
  if (sum !== number(header, 148, 8)) throw new Error('this is no tar archive');
}
