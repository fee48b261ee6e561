import { createHash, createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import type { KubernetesObject } from '../../../kubernetes-conventions/kubernetes-object.js';
import type { LocalApi } from '../../local-api.js';
import type { Pod } from '../../objects.js';
import { type TokenProjection, UnresolvedReference } from '../container/container-env.js';
import { nodeName } from '../node-object.js';

const ISSUER = 'https://kubernetes.default.svc.cluster.local';
const DEFAULT_SECONDS = 3600;

/** The key of all clusters of this process, made when the first token is asked for. */
let known: ReturnType<typeof makeKeys> | undefined;

function makeKeys() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = publicKey.export({ format: 'jwk' });
  const kid = createHash('sha256').update(JSON.stringify(jwk)).digest('base64url');
  return { privateKey, jwk: { ...jwk, use: 'sig', alg: 'RS256', kid } };
}

function keys(): ReturnType<typeof makeKeys> {
  known ??= makeKeys();
  return known;
}

/** `/openid/v1/jwks`, with which others check the tokens. */
export const tokenKeySet = (): object => ({ keys: [keys().jwk] });

/**
 * A token of the ServiceAccount of a Pod, as the TokenRequest API makes it. This API server does not accept it.
 *
 * @param now milliseconds
 * @throws UnresolvedReference in the kubelet's words, when the ServiceAccount does not exist
 * @source kubernetes: pkg/serviceaccount/claims.go
 */
export function serviceAccountToken(pod: Pod, projection: TokenProjection, api: LocalApi, now: number): string {
  const { namespace = '', name, uid } = pod.metadata;
  const account = pod.spec.serviceAccountName ?? 'default';
  const found = api.get('serviceaccounts', namespace, account) as KubernetesObject | undefined;
  if (!found) throw new UnresolvedReference(`failed to fetch token: serviceaccounts "${account}" not found`);
  const { audience = ISSUER, expirationSeconds = DEFAULT_SECONDS } = projection;
  const seconds = Math.floor(now / 1000);
  return signed({
    aud: [audience],
    exp: seconds + expirationSeconds,
    iat: seconds,
    iss: ISSUER,
    jti: randomUUID(),
    'kubernetes.io': {
      namespace,
      node: { name: nodeName },
      pod: { name, uid },
      serviceaccount: { name: account, uid: found.metadata.uid },
    },
    nbf: seconds,
    sub: `system:serviceaccount:${namespace}:${account}`,
  });
}

function signed(claims: object): string {
  const { privateKey, jwk } = keys();
  const text = [{ alg: 'RS256', kid: jwk.kid }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
}
