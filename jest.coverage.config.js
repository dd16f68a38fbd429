const shared = require('./jest.config.js');

/**
 * How much of lambda/ its tests reach, with a gate: `npm run test:coverage`. As in `npm test`, tests that start
 * processes are left out, for nothing is counted there, and so are those that take minutes to reach the same lines
 * in thousands of ways.
 */
module.exports = {
  ...shared,
  testMatch: ['<rootDir>/test/lambda/**/*.test.ts', '<rootDir>/test/hostile/**/*.test.ts'],
  collectCoverage: true,
  collectCoverageFrom: ['lambda/**/*.ts'],
  // Istanbul's counters, mapped back to the source: V8's own count only the branches that were seen.
  coverageProvider: 'babel',
  coverageReporters: [['text', { skipFull: true }], 'text-summary'],
  coverageThreshold: { global: { lines: 95, branches: 95 } },
};
