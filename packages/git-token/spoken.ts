const MOST_CHARACTERS = 200;
const jwt = /eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]+/g;
/** Tokens as GitHub and GitLab write them. */
const tokens = /\b(gh[a-z]_|github_pat_|gl[a-z]+-)[\w.-]{8,}/g;

/** What a host says, as one line for people: no secret that it repeats, no control or invisible character. */
export function spoken(text: string, secrets: readonly string[]): string {
  const masked = secrets
    .filter((secret) => secret.length > 3)
    .reduce((shown, secret) => shown.replaceAll(secret, '***'), text.slice(0, 10 * MOST_CHARACTERS));
  const plain = masked.replace(jwt, '***').replace(tokens, '***');
  const line = plain.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}...` : line;
}

/** The sentence of an answer: `message` or `error` of its JSON, and GitLab's and GitHub's lists of them. */
export function sentenceOf(body: unknown, secrets: readonly string[]): string {
  if (typeof body !== 'object' || body === null) return '';
  const { message, error, error_description: description } = body as Record<string, unknown>;
  const said = message ?? description ?? error;
  if (said === undefined) return '';
  return spoken(typeof said === 'string' ? said : JSON.stringify(said), secrets);
}
