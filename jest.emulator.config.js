const { testPathIgnorePatterns: _, ...shared } = require('./jest.config.js');

/** The life of a deployment, from bootstrap to uninstall, against moto (Python): `npm run test:emulator`. */
module.exports = {
  ...shared,
  testMatch: ['<rootDir>/test/emulator/**/*.test.ts'],
  // They share the emulator's ports and processors.
  maxWorkers: 1,
  // A step that waits for the CDK's command line synthesizes, bundles and deploys.
  testTimeout: 180_000,
};
