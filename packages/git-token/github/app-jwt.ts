import { createPrivateKey, createSign, type KeyObject } from 'node:crypto';
import { never } from '../mint-failure.js';

/**
 * A GitHub App's proof of who it is, for nine minutes: GitHub takes at most ten, and none that is issued in the future.
 * Source: https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
 *
 * @param now milliseconds
 */
export function appJwt(appId: string, key: KeyObject, now: number): string {
  const seconds = Math.floor(now / 1000);
  const claims = { iat: seconds - 60, exp: seconds + 480, iss: appId };
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The key as GitHub gives it out; line ends that got lost on the way into the Secret are put back. */
export function privateKey(text: string): KeyObject {
  const pem = text
    .replace(/^\ufeff/, '')
    .replace(/\\n/g, '\n')
    .trim();
  if (/ENCRYPTED/.test(pem)) throw never('the key of privateKeyRef has a passphrase; give one without');
  const key = readKey(`${pem}\n`);
  if (key?.asymmetricKeyType === 'rsa') return key;
  throw never(
    'the key of privateKeyRef is not a private key of a GitHub App: it must be the PEM file that GitHub gave out',
  );
}

function readKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
