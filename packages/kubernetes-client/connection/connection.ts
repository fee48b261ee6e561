/** What TLS needs to know to reach the server as this client; part of a socket's identity. */
export interface TlsIdentity {
  readonly ca?: string | Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly rejectUnauthorized?: boolean;
  readonly servername?: string;
}

/** Who the client is to the server. */
export interface Credentials {
  /** Secret: never to be logged or put into an error. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly tls: TlsIdentity;
}

/** Where the API server is and who we are to it. */
export interface Connection {
  /** A path in it, as Rancher's, is a prefix of every request's path. */
  readonly server: URL;
  /** The namespace of the context, `default` when it names none. */
  readonly namespace: string;
  /** Read again at most every 10 s, or at once on `refresh` (the server said 401). */
  credentials(options?: { readonly refresh?: boolean }): Promise<Credentials>;
}
