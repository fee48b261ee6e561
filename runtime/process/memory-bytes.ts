import { getHeapStatistics } from 'node:v8';

/**
 * The part of the heap that all caches together may fill, as `weigh` estimates it. The rest is for pages of lists, for
 * plans of long specifications (24 MiB), for a list beside the one that it replaces, and for what Node.js itself needs.
 */
const cacheShare = 0.45;

/** Follows --max-old-space-size, so heapMiB of the installation. */
export const memoryBytes = (): number => Math.floor(getHeapStatistics().heap_size_limit * cacheShare);
