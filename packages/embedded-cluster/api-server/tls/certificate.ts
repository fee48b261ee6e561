import { createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { bits, boolean, integer, objectIdentifier, octets, sequence, set, tagged, utcTime, utf8 } from './der.js';

/** A server's key and certificate, and the authority that clients have to trust, all PEM. */
export interface ServerCertificate {
  readonly caPem: string;
  readonly cert: string;
  readonly key: string;
}

interface Identity {
  readonly name: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const dayMilliseconds = 24 * 60 * 60 * 1000;
const ecdsaWithSha256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'));

/** A fresh authority and a certificate for 127.0.0.1 and localhost, good for a year. The authority's key is forgotten. */
export function createServerCertificate(now: number): ServerCertificate {
  const authority = createIdentity('embedded-cluster-ca');
  const server = createIdentity('embedded-cluster');
  return {
    caPem: certificatePem(authority, authority, caExtensions(), now),
    cert: certificatePem(server, authority, serverExtensions(), now),
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function createIdentity(name: string): Identity {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { name, privateKey, publicKey };
}

/** RFC 5280, section 4.1. */
function certificatePem(subject: Identity, issuer: Identity, extensions: Uint8Array, now: number): string {
  const toBeSigned = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaWithSha256,
    distinguishedName(issuer.name),
    sequence(utcTime(new Date(now - dayMilliseconds)), utcTime(new Date(now + 365 * dayMilliseconds))),
    distinguishedName(subject.name),
    subject.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, extensions),
  );
  const signature = createSign('SHA256').update(toBeSigned).sign(issuer.privateKey);
  const certificate = sequence(toBeSigned, ecdsaWithSha256, bits(signature)).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${certificate.replaceAll(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
}

const distinguishedName = (commonName: string): Buffer =>
  sequence(set(sequence(objectIdentifier('2.5.4.3'), utf8(commonName))));

const critical = (oid: string, value: Uint8Array): Buffer =>
  sequence(objectIdentifier(oid), boolean(true), octets(value));
const extension = (oid: string, value: Uint8Array): Buffer => sequence(objectIdentifier(oid), octets(value));

const basicConstraints = '2.5.29.19';
const keyUsage = '2.5.29.15';
const extendedKeyUsage = '2.5.29.37';
const subjectAltName = '2.5.29.17';
const serverAuth = '1.3.6.1.5.5.7.3.1';

/** Signs certificates: keyCertSign and cRLSign. */
const caExtensions = (): Buffer =>
  sequence(critical(basicConstraints, sequence(boolean(true))), critical(keyUsage, bits(Buffer.from([0x06]), 1)));

/** Serves TLS: digitalSignature, for the names and the address of loopback. */
const serverExtensions = (): Buffer =>
  sequence(
    critical(basicConstraints, sequence()),
    critical(keyUsage, bits(Buffer.from([0x80]), 7)),
    extension(extendedKeyUsage, sequence(objectIdentifier(serverAuth))),
    extension(
      subjectAltName,
      sequence(
        tagged(2, Buffer.from('localhost'), false),
        tagged(2, Buffer.from('kubernetes'), false),
        tagged(7, Buffer.from([127, 0, 0, 1]), false),
      ),
    ),
  );
