/** A mistake of the user's: its message says everything, a stack trace would say nothing. */
export class UserError extends Error {}
