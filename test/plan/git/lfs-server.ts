import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** The pointer that Git stores in place of a file. Source: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
export const pointerTo = (text: string): string =>
  `version https://git-lfs.github.com/spec/v1\noid sha256:${digestOf(text)}\nsize ${Buffer.byteLength(text)}\n`;

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Answers requests for the only file of a Git LFS server; false for requests that are not of Git LFS. */
export function serveLfs(text: string, { url = '', headers }: IncomingMessage, response: ServerResponse): boolean {
  if (url.endsWith('/info/lfs/objects/batch')) {
    const href = `http://${headers.host}${url.replace(/batch$/, digestOf(text))}`;
    const object = { oid: digestOf(text), size: Buffer.byteLength(text), actions: { download: { href } } };
    response.setHeader('content-type', 'application/vnd.git-lfs+json');
    response.end(JSON.stringify({ transfer: 'basic', objects: [object] }));
    return true;
  }
  if (!url.endsWith(`/info/lfs/objects/${digestOf(text)}`)) return false;
  response.end(text);
  return true;
}
