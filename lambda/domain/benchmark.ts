export const BENCHMARK_IDS = [
  'cis-1.2',
  'cis-1.4',
  'cis-2.0',
  'cis-3.0',
  'cis-4.0',
  'cis-5.0',
  'cis-6.0',
  'cis-7.0',
] as const;
export type BenchmarkId = (typeof BENCHMARK_IDS)[number];

export interface Benchmark {
  readonly title: string;
  /** Number of the recommendation about unused credentials. */
  readonly unusedCredentials: string;
  /** The days in that recommendation. */
  readonly unusedDays: number;
}

/**
 * The recommendation "Ensure credentials unused for N days or greater are disabled" in each version of the CIS Amazon
 * Web Services Foundations Benchmark.
 */
export const BENCHMARKS: Readonly<Record<BenchmarkId, Benchmark>> = {
  'cis-1.2': { title: 'CIS AWS Foundations 1.2', unusedCredentials: '1.3', unusedDays: 90 },
  'cis-1.4': { title: 'CIS AWS Foundations 1.4', unusedCredentials: '1.12', unusedDays: 45 },
  'cis-2.0': { title: 'CIS AWS Foundations 2.0', unusedCredentials: '1.12', unusedDays: 45 },
  'cis-3.0': { title: 'CIS AWS Foundations 3.0', unusedCredentials: '1.12', unusedDays: 45 },
  'cis-4.0': { title: 'CIS AWS Foundations 4.0', unusedCredentials: '1.12', unusedDays: 45 },
  'cis-5.0': { title: 'CIS AWS Foundations 5.0', unusedCredentials: '1.11', unusedDays: 45 },
  'cis-6.0': { title: 'CIS AWS Foundations 6.0', unusedCredentials: '2.11', unusedDays: 45 },
  'cis-7.0': { title: 'CIS AWS Foundations 7.0', unusedCredentials: '2.11', unusedDays: 45 },
};
