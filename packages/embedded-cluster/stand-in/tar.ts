/** An entry of an archive: a file with its bytes, a folder, or a symbolic link. */
export interface TarEntry {
  /** Relative, with `/`; a folder's ends in none. */
  readonly path: string;
  readonly isExecutable?: boolean;
  readonly content: { readonly file: Uint8Array } | { readonly link: string } | 'folder';
}

const blockBytes = 512;

/**
 * The bytes of an entry in the pax format, with no time, user or group, so that equal files make equal archives.
 *
 * @source POSIX.1-2017, pax: ustar interchange format and extended header
 */
export function tarEntry({ path, content, isExecutable = false }: TarEntry): Uint8Array {
  const file = typeof content === 'object' && 'file' in content ? content.file : new Uint8Array();
  const link = typeof content === 'object' && 'link' in content ? content.link : '';
  const type = content === 'folder' ? '5' : link === '' ? '0' : '2';
  const name = content === 'folder' ? `${path}/` : path;
  const mode = content === 'folder' || isExecutable ? 0o755 : 0o644;
  return Buffer.concat([
    ...extended({ path: name, linkpath: link }),
    header({ name, link, type, mode, size: file.length }),
    padded(file),
  ]);
}

/** What follows the last entry. */
export const tarEnd = (): Uint8Array => new Uint8Array(2 * blockBytes);

interface Header {
  readonly name: string;
  readonly link: string;
  readonly type: string;
  readonly mode: number;
  readonly size: number;
}

function header({ name, link, type, mode, size }: Header): Uint8Array {
  const block = Buffer.alloc(blockBytes);
  const octal = (value: number, at: number, length: number) =>
    block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at, 'latin1');
  block.set(Buffer.from(name).subarray(0, 100), 0);
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(0, 136, 12);
  block.fill(' ', 148, 156);
  block.write(type, 156);
  block.set(Buffer.from(link).subarray(0, 100), 157);
  block.write('ustar\x0000', 257, 'latin1');
  octal(
    block.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  return block;
}

/** Names that do not fit into 100 bytes of ASCII go ahead of the entry. */
function extended(names: Readonly<Record<string, string>>): Uint8Array[] {
  const records = Object.entries(names)
    .filter(([, value]) => Buffer.byteLength(value) > 100 || /[^\x20-\x7e]/.test(value))
    .map(([key, value]) => record(key, value));
  if (records.length === 0) return [];
  const data = Buffer.from(records.join(''));
  return [header({ name: 'PaxHeader', link: '', type: 'x', mode: 0o644, size: data.length }), padded(data)];
}

/** `<length> <key>=<value>\n`, where the length counts its own digits. */
function record(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + 1;
  while (String(length).length + rest !== length) length = String(length).length + rest;
  return `${length} ${key}=${value}\n`;
}

function padded(data: Uint8Array): Uint8Array {
  const rest = data.length % blockBytes;
  return rest === 0 ? data : Buffer.concat([data, new Uint8Array(blockBytes - rest)]);
}
