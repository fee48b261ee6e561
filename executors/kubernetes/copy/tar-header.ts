/** What an archive holds of one file. */
export interface TarEntry {
  /** As in the archive, `/` between folders. */
  readonly path: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'link' | 'other';
  /** Permission bits. */
  readonly mode: number;
  /** Of the content, in bytes. */
  readonly size: number;
  /** Seconds since the epoch. */
  readonly modifiedSeconds: number;
  /** Where a link leads; of a hard link, a path in the archive. */
  readonly linkPath?: string;
}

export const blockBytes = 512;
const nameBytes = 100;
const flags = { file: '0', link: '1', symlink: '2', directory: '5', other: '7' } as const;
const longName = 'L';
const longLink = 'K';

/** Two empty blocks. */
export const endOfArchive: Buffer = Buffer.alloc(2 * blockBytes);

/** How many bytes follow a content, so that the next header begins with a block. */
export const paddingOf = (size: number): number => (blockBytes - (size % blockBytes)) % blockBytes;

/**
 * The header of an entry in GNU's format, which GNU tar, BSD tar and busybox read: long names as entries before it. The
 * owner is root, and is not restored.
 */
export function tarHeader(entry: TarEntry): Buffer {
  const path = entry.type === 'directory' ? `${entry.path}/` : entry.path;
  const link = entry.linkPath ?? '';
  return Buffer.concat([
    ...(Buffer.byteLength(path) > nameBytes ? [longEntry(longName, path)] : []),
    ...(Buffer.byteLength(link) > nameBytes ? [longEntry(longLink, link)] : []),
    block(path, link, flags[entry.type], entry),
  ]);
}

function longEntry(flag: string, text: string): Buffer {
  const content = Buffer.from(`${text}\0`);
  const header = block('././@LongLink', '', flag, { mode: 0o644, size: content.length, modifiedSeconds: 0 });
  return Buffer.concat([header, content, Buffer.alloc(paddingOf(content.length))]);
}

type Numbers = Pick<TarEntry, 'mode' | 'size' | 'modifiedSeconds'>;

function block(path: string, link: string, flag: string, { mode, size, modifiedSeconds }: Numbers): Buffer {
  const header = Buffer.alloc(blockBytes);
  Buffer.from(path).copy(header, 0, 0, nameBytes);
  octal(header, 100, 8, mode & 0o7777);
  octal(header, 108, 8, 0);
  octal(header, 116, 8, 0);
  octal(header, 124, 12, size);
  octal(header, 136, 12, Math.max(0, modifiedSeconds));
  header.fill(' ', 148, 156);
  header.write(flag, 156);
  Buffer.from(link).copy(header, 157, 0, nameBytes);
  header.write('ustar  \0', 257);
  octal(
    header,
    148,
    7,
    header.reduce((sum, byte) => sum + byte, 0),
  );
  return header;
}

/** A number in octal digits; one that is too large as bytes, as GNU tar writes it. */
function octal(header: Buffer, offset: number, length: number, value: number): void {
  const digits = value.toString(8).padStart(length - 1, '0');
  if (digits.length < length) header.write(`${digits}\0`, offset);
  else {
    header[offset] = 0x80;
    header.writeUIntBE(value, offset + length - 6, 6);
  }
}
