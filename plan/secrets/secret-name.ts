const secretWord =
  /(^|[_.-])(TOKEN|PASSWORD|PASSWD|PASSPHRASE|PWD|PAT|SECRET|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|SIGNING_?KEY|ENCRYPTION_?KEY|SSH_?KEY|CREDENTIALS?|AUTH)($|[_.-])/;

/** Names that speak about a secret and do not hold it, such as `TOKEN_FILE` or `SECRET_NAME`. */
const aboutSecret =
  /[_.-](FILE|PATH|DIR|FOLDER|URL|URI|HOST|ENDPOINT|NAME|NAMESPACE|USER|USERNAME|ID|REF|LIMIT|COUNT|BUDGET|TTL|TIMEOUT|EXPIRY|SECONDS|TYPE|KIND|HEADER|PREFIX|ENABLED|SCOPES?|METHOD|MODE|PROVIDER|POLICY|PORT|SOCK|STORE|AUDIENCE|ISSUER|LENGTH|SIZE)$/;

const password = /(^|[_.-])(PASSWORD|PASSWD|PASSPHRASE|PWD)($|[_.-])/;

/** A number, a switch, a path, a URL without credentials: what a name such as AUTH or TOKEN may hold, too. */
const plainValue =
  /^(\d{1,9}|true|false|yes|no|on|off|none|null|enabled|disabled|basic|bearer|oauth2?|oidc|required|optional|auto|default|\/[^\s]*|[a-z]+:\/\/[^\s@]*)$/i;

/** Something that another tool replaces: `$(TOKEN)`, `${TOKEN}`, `{{ .token }}`, `<token>`, `ENC[...]`, `vault:...`. */
const reference = /^\s*(\$[({]?\w|\{\{|<[^>]*>\s*$|ENC\[|vault:|ref\+|\*{3,}\s*$)/;

/** Whether a variable or key of this name and value holds a secret in clear text, as its name says. */
export function isSecretLiteral(name: string, value: unknown): boolean {
  // camelCase as in `apiKey` becomes words.
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
  if (typeof value !== 'string' || value.trim() === '' || value.includes('\n')) return false;
  if (!secretWord.test(words) || aboutSecret.test(words) || isReference(value)) return false;
  return password.test(words) ? !/^\//.test(value) : !plainValue.test(value);
}

/** Whether the value is a place that another tool fills. */
export const isReference = (value: string): boolean => reference.test(value);
