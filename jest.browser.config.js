const { testPathIgnorePatterns: _, ...shared } = require('./jest.config.js');

/** `npm run test:browser` tests the preview's page in Chromium. */
module.exports = {
  ...shared,
  testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
  // On a busy machine, the first start of a browser is slow.
  testTimeout: 60_000,
};
