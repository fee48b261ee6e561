import { oneLine } from '../../packages/kubernetes-conventions/sentence.js';

const BEGIN = 'result.json';

/** The kubelet keeps no more, and of a longer file only the end. */
const MOST_BYTES = 4096;

/** @source kubernetes: getTerminationMessage in pkg/kubelet/kuberuntime */
const UNREADABLE = 'Error on reading termination log';

/** What is said of a result that is left out as a whole: its size and why, never what it holds. */
export function droppedResult(text: string): string {
  if (text.startsWith(UNREADABLE)) return `${BEGIN} was dropped: ${whyUnreadable(text)}`;
  return `${BEGIN} (${Math.min(Buffer.byteLength(text), MOST_BYTES)} bytes) was dropped: ${whyDropped(text)}`;
}

/** What is said of fields that are left out while the rest is kept. */
export const droppedFields = (problems: readonly string[]): string => `${BEGIN}: left out ${problems.join(', ')}`;

/** What the wrapper of an agent left out of the result, as it notes it there; empty for any other note. */
export function noteOfWrapper(note: unknown): string[] {
  if (typeof note !== 'string') return [];
  const text = oneLine(note, 256);
  if (/^result\.json \(\d+ bytes\) was dropped: /.test(text)) return [text];
  return /^(left out \d+ fields |\w+ of the stream is (negative|too large))/.test(text) ? [`${BEGIN}: ${text}`] : [];
}

/** The remark at the end of a message that says more; empty without one. */
export const remarkIn = (message: string): string =>
  /(?:^|; )(result\.json(?:(?: \(\d+ bytes\))? was dropped|: left out|: \w+ of the stream is).*)$/.exec(message)?.[1] ??
  '';

/** Only known words: an agent may have written the beginning itself. A kubelet says `is a directory`. */
function whyUnreadable(text: string): string {
  const [, kind] =
    /: (?:it )?is (a named pipe|a folder|a directory|a symbolic link|a socket|a device)\b/.exec(text) ?? [];
  if (kind === undefined) return 'it could not be read';
  return `it is ${kind === 'a directory' ? 'a folder' : kind}; only a regular file is read`;
}

function whyDropped(text: string): string {
  const trimmed = text.trim();
  if (Buffer.byteLength(text) >= MOST_BYTES)
    return `it was longer than ${MOST_BYTES} bytes, of which only the end is kept`;
  if (isJson(trimmed)) return `it is JSON, but ${trimmed.startsWith('[') ? 'a list' : 'a single value'}, not an object`;
  if (!trimmed.startsWith('{'))
    return trimmed.endsWith('}') ? 'its beginning is missing' : 'it is plain text, not JSON';
  if (/[[:,]\s*(NaN|-?Infinity)\s*[,}\]]/.test(trimmed)) return 'NaN and Infinity are not JSON';
  if (isSeveral(trimmed)) return 'it holds more than one JSON object';
  return trimmed.endsWith('}') ? 'it is not JSON' : 'its end is missing, or it is not JSON';
}

/** One object after the other, on lines of their own or not. */
function isSeveral(text: string): boolean {
  const ends = [...text.matchAll(/\}(?=\s*\{)/g)].map(({ index }) => index + 1);
  return ends.some((end) => isJson(text.slice(0, end)));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
