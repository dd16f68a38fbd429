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
  readonly unusedDays: 45 | 90;
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

/**
 * Security Hub's controls of the same recommendation, by its days: IAM.8 "Unused IAM user credentials should be removed"
 * and IAM.22 "IAM user credentials unused for 45 days should be removed".
 * https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html
 */
export const UNUSED_CREDENTIALS_CONTROLS: Readonly<Record<Benchmark['unusedDays'], string>> = {
  45: 'IAM.22',
  90: 'IAM.8',
};

/** The ids of one recommendation in the benchmarks; null where a benchmark has no such recommendation. */
export interface Controls {
  readonly cis: Readonly<Record<BenchmarkId, string | null>>;
  /** AWS Security Hub's control, such as `IAM.5`. */
  readonly securityHub: string | null;
}

/** One number for each version of the benchmark. Versions 1.4 to 4.0 share their numbers. */
function numbers(
  of1x2: string | null,
  of1x4to4: string | null,
  of5: string | null,
  of6: string | null,
  of7: string | null,
): Controls['cis'] {
  return {
    'cis-1.2': of1x2,
    'cis-1.4': of1x4to4,
    'cis-2.0': of1x4to4,
    'cis-3.0': of1x4to4,
    'cis-4.0': of1x4to4,
    'cis-5.0': of5,
    'cis-6.0': of6,
    'cis-7.0': of7,
  };
}

/**
 * The sources are the CIS Amazon Web Services Foundations Benchmark, 1.2.0 to 7.0.0, and the chapters "IAM controls" and
 * "CloudTrail controls" of the AWS Security Hub user guide. Each quotation is the title of the recommendation.
 */
export const CONTROLS = {
  /** "Ensure multi-factor authentication (MFA) is enabled for all IAM users that have a console password" */
  consoleMfa: { cis: numbers('1.2', '1.10', '1.9', '2.9', '2.10'), securityHub: 'IAM.5' },
  /** "Ensure access keys are rotated every 90 days or less" */
  keyRotation: { cis: numbers('1.4', '1.14', '1.13', '2.13', '2.12'), securityHub: 'IAM.3' },
  /** "Ensure there is only one active access key for any single IAM user". Version 7.0 has dropped it. */
  oneActiveKey: { cis: numbers(null, '1.13', '1.12', '2.12', null), securityHub: null },
  /** "Ensure no 'root' user account access key exists" */
  rootAccessKey: { cis: numbers('1.12', '1.4', '1.3', '2.3', '2.4'), securityHub: 'IAM.4' },
  /** "Ensure MFA is enabled for the 'root' user account" */
  rootMfa: { cis: numbers('1.13', '1.5', '1.4', '2.4', '2.5'), securityHub: 'IAM.9' },
  /** "Eliminate use of the 'root' user for administrative and daily tasks" */
  rootUsed: { cis: numbers('1.1', '1.7', '1.6', '2.6', '2.7'), securityHub: null },
  /** "Ensure IAM password policy requires minimum length of 14 or greater" */
  passwordLength: { cis: numbers('1.9', '1.8', '1.7', '2.7', '2.8'), securityHub: 'IAM.15' },
  /** "Ensure IAM password policy prevents password reuse" */
  passwordReuse: { cis: numbers('1.10', '1.9', '1.8', '2.8', '2.9'), securityHub: 'IAM.16' },
  /** "Ensure IAM password policy expires passwords within 90 days or less". Only version 1.2 has it. */
  passwordExpiry: { cis: numbers('1.11', null, null, null, null), securityHub: 'IAM.17' },
  /**
   * "Ensure IAM password policy requires at least one uppercase letter", and likewise the other three. Only version 1.2
   * has them. Security Hub has IAM.11 to IAM.14 in its standard of CIS 1.2, not in those of 1.4 to 5.0.
   */
  uppercase: { cis: numbers('1.5', null, null, null, null), securityHub: 'IAM.11' },
  lowercase: { cis: numbers('1.6', null, null, null, null), securityHub: 'IAM.12' },
  symbol: { cis: numbers('1.7', null, null, null, null), securityHub: 'IAM.13' },
  number: { cis: numbers('1.8', null, null, null, null), securityHub: 'IAM.14' },
  /** "Ensure IAM policies that allow full "*:*" administrative privileges are not attached"; in 1.2 "not created" */
  fullAdministrator: { cis: numbers('1.22', '1.16', '1.15', '2.15', '2.14'), securityHub: 'IAM.1' },
  /** "Ensure IAM users receive permissions only through groups"; in 1.2 "policies are attached only to groups or roles" */
  directPolicies: { cis: numbers('1.16', '1.15', '1.14', '2.14', '2.13'), securityHub: 'IAM.2' },
  /** "Ensure CloudTrail is enabled in all regions" */
  trail: { cis: numbers('2.1', '3.1', '3.1', '4.1', '4.1'), securityHub: 'CloudTrail.1' },
  /** "Do not create access keys during initial setup for IAM users with a console password". Not in 7.0. */
  keysAtSetup: { cis: numbers('1.21', '1.11', '1.10', '2.10', null), securityHub: null },
} as const satisfies Readonly<Record<string, Controls>>;

/** For a finding that no benchmark asks for. */
export const NO_CONTROLS: Controls = { cis: numbers(null, null, null, null, null), securityHub: null };

/** The ids that exist, such as `CIS 1.9` and `Security Hub IAM.5`. */
export function controlIds({ cis, securityHub }: Controls, benchmark: BenchmarkId): readonly string[] {
  const number = cis[benchmark];
  return [
    ...(number === null ? [] : [`CIS ${number}`]),
    ...(securityHub === null ? [] : [`Security Hub ${securityHub}`]),
  ];
}
