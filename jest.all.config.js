const shared = require('./jest.config.js');

// Twelve times as much random input as `npm test`, in every worker.
process.env.LAW_RUNS ??= '120';

/** `npm run test:all` runs all tests that need only Node. */
module.exports = {
  ...shared,
  testPathIgnorePatterns: shared.testPathIgnorePatterns.filter(
    (pattern) => !pattern.includes('process|long'),
  ),
};
