import { withoutTokens } from '../../packages/structural-schema/token-shapes.js';
import { isReference, isSecretLiteral } from './secret-name.js';

const mask = '***';

/** `user:password@` of a URL; bounded, so that a long text takes linear time. */
const urlPassword = /(:\/\/)([^\s/:@"'`<>\\]{0,256}):([^\s/@"'`<>\\]{1,512})@/g;
const secretQuery =
  /([?&#][\w-]{0,64}(?:token|secret|password|passwd|key|sig|signature|auth)[\w-]{0,64}=)([^\s&#"'`<>\\]{1,4096})/gi;
const authorization =
  /(\bauthorization["']?\s{0,8}[:=]\s{0,8}["']?(?:basic|bearer|token)\s{1,8})([\w.~+/=-]{8,8192})/gi;

/** `NAME=value` and `name: value` as in files of variables; with `export`, quotes and a list mark or without. */
const assignment =
  /^([ \t]{0,64}(?:[-*>] )?(?:export )?["']?)([\w.-]{1,128})(["']?[ \t]{0,8}[:=][ \t]{0,8})(["']?)([^\s"'][^\n]{0,8192})$/gm;

/** The text without the secrets that are recognized by their form or by the name before them. Each is replaced by `***`. */
export function maskedText(text: string): string {
  return withoutTokens(text)
    .replace(urlPassword, (whole, scheme: string, _: string, password: string) =>
      isReference(password) ? whole : `${scheme}${mask}@`,
    )
    .replace(secretQuery, (whole, name: string, value: string) => (isReference(value) ? whole : `${name}${mask}`))
    .replace(authorization, (whole, head: string, value: string) => (isPlaceholder(value) ? whole : `${head}${mask}`))
    .replace(assignment, maskedAssignment);
}

const isPlaceholder = (value: string): boolean => /^[A-Z_]+$/.test(value);

function maskedAssignment(
  whole: string,
  head: string,
  name: string,
  sign: string,
  quote: string,
  value: string,
): string {
  const plain = value.trimEnd().replace(/["',;]+$/, '');
  // A sentence behind a colon is no value.
  if (/\s/.test(plain) || !isSecretLiteral(name, plain)) return whole;
  return `${head}${name}${sign}${quote}${mask}`;
}

/** A value that has a name, such as one of a variable. */
export const maskedValue = (name: string, value: string): string =>
  isSecretLiteral(name, value) || (value.includes('\n') && isSecretLiteral(name, value.replaceAll('\n', ' ').trim()))
    ? mask
    : maskedText(value);
