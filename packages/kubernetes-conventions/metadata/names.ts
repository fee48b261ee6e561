const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}(\\.${label})*`;
const qualifiedName = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const labelValue = `(${qualifiedName})?`;

const whole = (pattern: string): RegExp => new RegExp(`^(${pattern})$`);
const labelPattern = whole(label);
const subdomainPattern = whole(subdomain);
const qualifiedNamePattern = whole(qualifiedName);
const labelValuePattern = whole(labelValue);
const label1035Pattern = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/** Names are counted in characters, keys and values of labels in bytes: both are ASCII. */
const tooLong = (value: string, limit: number, unit: 'bytes' | 'characters'): string[] =>
  value.length > limit ? [`must be no more than ${limit} ${unit}`] : [];

/** Problems of a lowercase RFC 1123 subdomain, the name of most objects. */
export function subdomainErrors(value: string): string[] {
  const claim =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
  const wrong = `${claim} (e.g. 'example.com', regex used for validation is '${subdomain}')`;
  return [...tooLong(value, 253, 'characters'), ...(subdomainPattern.test(value) ? [] : [wrong])];
}

const prefixErrors = (prefix: string): string[] =>
  subdomainErrors(prefix).map((why) => `prefix part ${why.replace(/characters$/, 'bytes')}`);

/** Problems of a lowercase RFC 1123 label, the name of containers, volumes and namespaces. */
export function labelErrors(value: string): string[] {
  const claim =
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
  const wrong = `${claim} (e.g. 'my-name',  or '123-abc', regex used for validation is '${label}')`;
  return [...tooLong(value, 63, 'characters'), ...(labelPattern.test(value) ? [] : [wrong])];
}

/** Problems of an RFC 1035 label, the name of Services. */
export function label1035Errors(value: string): string[] {
  const claim =
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
  const wrong = `${claim} (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')`;
  return [...tooLong(value, 63, 'characters'), ...(label1035Pattern.test(value) ? [] : [wrong])];
}

/** Problems of a name that must only be a path segment, the name of RBAC objects. */
export function pathSegmentErrors(value: string): string[] {
  if (value === '.' || value === '..') return [`may not be '${value}'`];
  return ['/', '%'].filter((char) => value.includes(char)).map((char) => `may not contain '${char}'`);
}

/** Problems of a label or annotation key: an optional DNS prefix, a slash, a name. */
export function qualifiedNameErrors(key: string): string[] {
  const parts = key.split('/');
  const name = parts.pop() ?? '';
  const claim =
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
  const wrong = `${claim} (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${qualifiedName}')`;
  if (parts.length > 1)
    return [
      `a qualified name ${claim.slice('name part '.length)} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  return [
    ...parts.flatMap((prefix) => (prefix === '' ? ['prefix part must be non-empty'] : prefixErrors(prefix))),
    ...(name === '' ? ['name part must be non-empty'] : []),
    ...tooLong(name, 63, 'bytes').map((why) => `name part ${why}`),
    ...(qualifiedNamePattern.test(name) ? [] : [wrong]),
  ];
}

/** Problems of a label's value. */
export function labelValueErrors(value: string): string[] {
  const claim =
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
  const wrong = `${claim} (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(${labelValue.slice(1, -2)})?')`;
  return [...tooLong(value, 63, 'bytes'), ...(labelValuePattern.test(value) ? [] : [wrong])];
}
