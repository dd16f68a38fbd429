/** What every folder is tried with; the rest is in stryker.mts. */
export default {
  testRunner: 'jest',
  coverageAnalysis: 'perTest',
  concurrency: 2,
  // Jest keeps something of every run: a process that goes on for long gets slow.
  maxTestRunnerReuse: 50,
  // Most endless loops end by Stryker's count of how often a mutant was reached. A loaded machine is none.
  timeoutMS: 5_000,
  reporters: [],
  logLevel: 'error',
  tempDirName: '.stryker-tmp',
  // It would rewrite tsconfig.json with the compiler's old programming interface, which TypeScript 7 has not.
  tsconfigFile: 'none.json',
  warnings: false,
};
