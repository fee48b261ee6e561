// biome-ignore-all lint/suspicious/noTemplateCurlyInString: references of other tools
import { expect, test } from '@jest/globals';
import { isReference, isSecretLiteral } from '../../../plan/secrets/secret-name.js';

const value = 'hunter22';

test.each([
  ...['TOKEN', 'PASSWORD', 'PASSWD', 'PASSPHRASE', 'PWD', 'PAT', 'SECRET', 'CREDENTIAL', 'CREDENTIALS', 'AUTH'],
  ...['API_KEY', 'APIKEY', 'ACCESS_KEY', 'PRIVATE_KEY', 'SIGNING_KEY', 'ENCRYPTION_KEY', 'SSH_KEY'],
  ...['GITHUB_TOKEN', 'TOKEN_2', 'my.token', 'db-password', 'password', 'apiKey', 'githubToken', 'clientSecretV2'],
])('the name %s is that of a secret', (name) => expect(isSecretLiteral(name, value)).toBe(true));

test.each([
  ...['', 'A', 'KEY', 'TOKENS', 'MONKEY', 'AUTHOR', 'COMPATIBLE', 'PATH', 'HOME', 'NONTOKEN', 'TOKENIZER'],
  ...[
    'FILE',
    'PATH',
    'DIR',
    'FOLDER',
    'URL',
    'URI',
    'HOST',
    'ENDPOINT',
    'NAME',
    'NAMESPACE',
    'USER',
    'USERNAME',
    'ID',
  ].map((about) => `TOKEN_${about}`),
  ...['REF', 'LIMIT', 'COUNT', 'BUDGET', 'TTL', 'TIMEOUT', 'EXPIRY', 'SECONDS', 'TYPE', 'KIND', 'HEADER', 'PREFIX'].map(
    (about) => `TOKEN_${about}`,
  ),
  ...['ENABLED', 'SCOPE', 'SCOPES', 'METHOD', 'MODE', 'PROVIDER', 'POLICY', 'PORT', 'SOCK', 'STORE', 'AUDIENCE'].map(
    (about) => `AUTH-${about}`,
  ),
  ...['ISSUER', 'LENGTH', 'SIZE'].map((about) => `auth.${about}`),
  ...['secretName', 'tokenFile', 'passwordRef'],
])('the name %j is that of no secret', (name) => expect(isSecretLiteral(name, value)).toBe(false));

test.each([
  ...['', ' ', '1', '123456789', 'true', 'False', 'yes', 'no', 'on', 'off', 'none', 'null', 'enabled', 'disabled'],
  ...['basic', 'Bearer', 'oauth', 'oauth2', 'oidc', 'required', 'optional', 'auto', 'default', '/etc/token', '/'],
  ...['https://example.com/a', 'a\nb'],
])('%j is no token', (text) => expect(isSecretLiteral('TOKEN', text)).toBe(false));

test.each(['1234567890', 'true1', 'xtrue', 'https://a:b@example.com', '/etc/to ken', 'a b', '/a b', 'oauth3'])(
  '%j is a token',
  (text) => expect(isSecretLiteral('TOKEN', text)).toBe(true),
);

test.each([
  ['DB_PASSWORD', '12345', true],
  ['DB_PASSWD', 'true', true],
  ['DB_PASSPHRASE', 'default', true],
  ['PWD', '1', true],
  ['PASSWORD', 'a/b', true],
  ['PASSWORD', '/etc/password', false],
  ['PWD', '/workspace', false],
  ['PASSWORD', '', false],
  ['DB_PASSWORD', '${PASSWORD}', false],
  ['TOKEN', 5, false],
  ['TOKEN', undefined, false],
])('%s with the value %j is a secret: %s', (name, text, want) => expect(isSecretLiteral(name, text)).toBe(want));

test.each([
  ...['$(TOKEN)', '${TOKEN}', '$TOKEN', ' $TOKEN', '{{ .token }}', '<token>', '<your token> ', 'ENC[AES256]'],
  ...['vault:secret/a#b', 'ref+vault://a', '***', '******** '],
])('%j is a place that another tool fills', (text) => expect(isReference(text)).toBe(true));

test.each([
  ...['', 'a', 'a$(TOKEN)', '$', '$$', '$(', '{ a }', '<a>b', 'a<b>', 'ENC', 'avault:b', 'vault', 'ref', '**', '***a'],
])('%j is no place that another tool fills', (text) => expect(isReference(text)).toBe(false));
