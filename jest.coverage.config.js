const shared = require('./jest.config.js');

/**
 * `npm run test:coverage` measures how much of lambda/ its tests reach, and fails below a threshold. It omits tests that
 * start processes, because coverage does not count there. It also omits the table of faults, which reaches the same
 * lines in hundreds of ways.
 */
module.exports = {
  ...shared,
  testMatch: ['<rootDir>/test/lambda/**/*.test.ts', '<rootDir>/test/hostile/**/*.test.ts'],
  testPathIgnorePatterns: [
    ...shared.testPathIgnorePatterns.filter((pattern) => !pattern.includes('process|long')),
    String.raw`\.process\.test\.ts$`,
    '<rootDir>/test/lambda/faults/',
  ],
  collectCoverage: true,
  collectCoverageFrom: ['lambda/**/*.ts'],
  // Istanbul counts all branches of the source. V8's own coverage counts only branches that ran.
  coverageProvider: 'babel',
  coverageReporters: [['text', { skipFull: true }], 'text-summary'],
  coverageThreshold: { global: { lines: 95, branches: 95 } },
};
