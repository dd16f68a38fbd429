export * from './account';
export * from './bucket';
export * from './builders';
export * from './organization';
export { recordPasswordCall, recordSignIn, recordUserCall, resetPassword } from './cloudtrail';
export { generateReport, renderReport } from './report';
export { startFakeAws } from './server';
export type { FakeAws, FakeAwsOptions } from './server';
export type { Fault } from './faults';
