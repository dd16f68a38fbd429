/**
 * CIS Amazon Web Services Foundations Benchmark, "Ensure credentials unused for N days or greater are
 * disabled": the number of the recommendation and its N, by version of the benchmark.
 */
export const BENCHMARKS = {
  'cis-1.2': { title: 'CIS AWS Foundations 1.2', unusedCredentials: '1.3', unusedDays: 90 },
  'cis-1.4': { title: 'CIS AWS Foundations 1.4', unusedCredentials: '1.12', unusedDays: 45 },
  'cis-2.0': { title: 'CIS AWS Foundations 2.0', unusedCredentials: '1.12', unusedDays: 45 },
  'cis-3.0': { title: 'CIS AWS Foundations 3.0', unusedCredentials: '1.12', unusedDays: 45 },
  'cis-4.0': { title: 'CIS AWS Foundations 4.0', unusedCredentials: '1.12', unusedDays: 45 },
  'cis-5.0': { title: 'CIS AWS Foundations 5.0', unusedCredentials: '1.11', unusedDays: 45 },
  'cis-6.0': { title: 'CIS AWS Foundations 6.0', unusedCredentials: '2.11', unusedDays: 45 },
  'cis-7.0': { title: 'CIS AWS Foundations 7.0', unusedCredentials: '2.11', unusedDays: 45 },
} as const;

export type BenchmarkId = keyof typeof BENCHMARKS;
export const BENCHMARK_IDS = Object.keys(BENCHMARKS) as [BenchmarkId, ...BenchmarkId[]];
