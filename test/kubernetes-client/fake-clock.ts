export { FakeClock, settle } from '../../packages/work-queue/testing.js';
