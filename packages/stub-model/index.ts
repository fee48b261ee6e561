export type { Edit } from './edit.js';
export { modes } from './mode.js';
export { type SeenRequest, type StubModel, type StubModelOptions, startStubModel } from './start-stub-model.js';
