import { writeLibrary } from './library/write-library.js';

/** What projects load of the npm package. */
await writeLibrary('build/library');
