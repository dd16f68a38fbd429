const { testPathIgnorePatterns: _, ...shared } = require('./jest.config.js');

/** The preview's page in Chromium: `npm run test:browser`. */
module.exports = {
  ...shared,
  testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
  // The first start of a browser on a busy machine takes a while.
  testTimeout: 60_000,
};
