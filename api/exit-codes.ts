/** The agent's exit codes that mean more than success or failure. */

/** Temporary, for example a rate limit: tried again later, no attempt used (`EX_TEMPFAIL` of sysexits.h). */
export const EXIT_TEMPORARY = 75;

/** Bad input: never tried again (42 by agent convention, 64 is `EX_USAGE`). */
export const EXIT_BAD_INPUT: readonly number[] = [42, 64];
