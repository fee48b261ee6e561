/** A request answered without a port: what the HTTPS edge calls, and tests too. */
export type Handler = (request: Request) => Promise<Response>;
