const shared = require('./jest.config.js');

// Six times the random input of `npm test`, in every worker.
process.env.LAW_RUNS ??= '120';

/** All that needs nothing but Node: `npm run test:all`. */
module.exports = {
  ...shared,
  testPathIgnorePatterns: shared.testPathIgnorePatterns.filter(
    (pattern) => !pattern.includes('process|long'),
  ),
};
