/** Shorter values are not masked: they are in every other word. */
const LEAST_CHARACTERS = 6;
/** Of a longer value, such as a file of certificates, each line is looked for, too. */
const LEAST_LINE = 24;

/**
 * The texts to mask for the value of a Secret: itself, as JSON, percent-encoded, and in base64 as a whole. Of a value with
 * several lines also each long line, as it is and in JSON. What a program makes of it otherwise (a hash, a part, base64 of
 * a longer text) is not known.
 */
export function secretForms(value: string): string[] {
  const trimmed = value.trim();
  if (trimmed.length < LEAST_CHARACTERS) return [];
  const lines = trimmed.split(/\r?\n/).map((line) => line.trim());
  const parts = lines.length > 1 ? lines.filter((line) => line.length >= LEAST_LINE) : [];
  const forms = [value, trimmed, ...parts].flatMap((text) => [text, inJson(text)]);
  return [...new Set([...forms, percentEncoded(trimmed), ...[value, trimmed].flatMap(base64Forms)])];
}

const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** A lone surrogate has no encoding. */
function percentEncoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}

function base64Forms(text: string): string[] {
  const bytes = Buffer.from(text);
  return [bytes.toString('base64').replace(/=+$/, ''), bytes.toString('base64url')];
}
