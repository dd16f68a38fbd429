const shared = require('./jest.config.js');

// Twelve times as much random input as `npm test`, in every worker.
process.env.LAW_RUNS ??= '120';

/**
 * `npm run test:all` runs all tests that need only Node, and those of the organization's state machine, which say so and do
 * nothing where moto is missing.
 */
module.exports = {
  ...shared,
  testPathIgnorePatterns: shared.testPathIgnorePatterns
    .filter((pattern) => !pattern.includes('process|long'))
    .map((pattern) => pattern.replace(/\/test\/emulator\/$/, '/test/emulator/(?!organization/)')),
};
