const { testPathIgnorePatterns: _, ...shared } = require('./jest.config.js');

/** `npm run test:emulator` tests an account's deployment from bootstrap to uninstall against moto (Python). */
module.exports = {
  ...shared,
  testMatch: ['<rootDir>/test/emulator/*.test.ts'],
  // The tests share the emulator's ports and processors.
  maxWorkers: 1,
  // Some steps run the CDK's command line, which synthesizes, bundles and deploys.
  testTimeout: 180_000,
};
