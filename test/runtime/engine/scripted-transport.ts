import { ApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import type { ApiRequest } from '../../../packages/kubernetes-client/transport/api-request.js';
import type { Transport } from '../../../packages/kubernetes-client/transport/transport.js';

/** What the API server answers: the parsed body, or an error. */
export type Answer = object | ApiError;

export const apiError = (code: number, reason: string, transient = false): ApiError =>
  new ApiError(`the server says ${reason}`, { code, reason, transient });

/** A transport without a network that answers the n-th request with the n-th answer, and keeps the requests. */
export class ScriptedTransport {
  readonly requests: ApiRequest[] = [];
  readonly transport: Transport;

  constructor(...answers: Answer[]) {
    const request = async (asked: ApiRequest) => {
      this.requests.push(asked);
      const answer = answers[this.requests.length - 1] ?? apiError(500, 'NoAnswerLeft');
      if (answer instanceof Error) throw answer;
      return answer;
    };
    this.transport = { request } as unknown as Transport;
  }

  /** `GET /path`, in order. */
  get lines(): string[] {
    return this.requests.map(({ method, path }) => `${method} ${path}`);
  }
}
