/** Shown wherever a result of the stand-in is shown: nothing was really built. */
export const NOTICE = 'stand-in builder: no Dockerfile instruction was executed';

/** On manifests and, as a label, in configurations of images that were not really built: why. */
export const ANNOTATION_STAND_IN = 'io.kubetask.stand-in';

/** Which files of the context the Dockerfile would copy where, as JSON: `[["agent.mjs", "/app/agent.mjs"]]`. */
export const LABEL_COPIES = 'io.kubetask.stand-in.copies';

/** A mistake of the person whose image it is; the message is all there is to say. */
export class StandInError extends Error {
  override readonly name = 'StandInError';
}
