export * from './account';
export * from './bucket';
export * from './builders';
export { REPORT_COLUMNS, generateReport, renderReport } from './report';
export { startFakeAws } from './server';
export type { FakeAws, FakeAwsOptions } from './server';
export type { RecordedCall } from './dispatcher';
export type { Fault } from './faults';
export type { ThrottleOptions } from './throttle';
