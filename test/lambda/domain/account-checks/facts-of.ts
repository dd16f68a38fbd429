import {
  NO_ACCOUNT_FACTS,
  type AccountFacts,
  type CheckFacts,
  type PasswordSwitch,
  type RootSummary,
  type ServiceCredential,
  type SshKeys,
  type Trail,
} from '../../../../lambda/domain/account-checks/facts';
import type { UserPrivileges } from '../../../../lambda/domain/account-checks/privileges';
import { parseCredentialReport } from '../../../../lambda/domain/credential-report/parse';
import {
  ACCOUNT,
  aReportRow,
  aRootRow,
  aUser,
  type Cells,
  COLUMNS,
  csvOf,
  daysAgo,
  NOW,
  type ReportRow,
} from '../../../support/builders';

// What the checks rest on. Boring by default: one user with nothing, a root user as it should be, and IAM told all.

export const DENIED = { kind: 'unreadable', cause: 'GetIt failed: AccessDenied' } as const;

/** What a test says of the facts. */
export interface Said extends Partial<Omit<CheckFacts, 'report' | 'account'>> {
  readonly rows?: readonly Cells[];
  /** `none`: the report has no such row. */
  readonly root?: Cells | 'none';
  readonly account?: Partial<AccountFacts>;
}

export function factsOf({ rows = [{}], root = {}, account = {}, ...rest }: Said = {}): CheckFacts {
  const all: ReportRow[] = root === 'none' ? [] : [aGoodRoot(root)];
  all.push(...rows.map((cells) => aReportRow(cells)));
  const lines = all.map((row) => COLUMNS.map((column) => row[column] ?? 'N/A'));
  return {
    now: NOW,
    partition: ACCOUNT.partition,
    benchmark: 'cis-5.0',
    report: parseCredentialReport(csvOf([COLUMNS, ...lines]), NOW, ACCOUNT),
    ended: new Set<string>(),
    liveExemptions: 1,
    account: { ...ALL_TOLD, ...account },
    ...rest,
  };
}

/** With a password and MFA, without keys, and not used for a year. */
function aGoodRoot(cells: Cells): ReportRow {
  return aRootRow({
    mfa_active: 'true',
    password_last_used: daysAgo(365),
    access_key_1_active: 'false',
    access_key_1_last_rotated: 'N/A',
    ...cells,
  });
}

export function aSummary(options: Partial<RootSummary> = {}): AccountFacts['summary'] {
  return { kind: 'read', value: { hasAccessKeys: false, hasMfa: true, hasPassword: true, ...options } };
}

/** A password policy, with no other setting on but that users may change their own. */
export function rulesOf(
  minimumLength: number,
  reusePrevention: number,
  maxAgeDays?: number,
  switches: readonly PasswordSwitch[] = ['allow-users-to-change-password'],
): AccountFacts['passwordRules'] {
  return { kind: 'read', value: { minimumLength, reusePrevention, maxAgeDays, switches } };
}

export const ALL_TOLD: AccountFacts = {
  ...NO_ACCOUNT_FACTS,
  summary: aSummary(),
  passwordRules: rulesOf(14, 24),
  serviceCredentials: { kind: 'read', value: [] },
  privileges: privilegesOf(),
  trails: trailsOf({}),
};

/** The policies of users: one with none, if nothing is said. */
export function privilegesOf(
  ...users: readonly Partial<UserPrivileges>[]
): Extract<AccountFacts['privileges'], { kind: 'read' }> {
  const all = (users.length === 0 ? [{}] : users).map(({ name = 'alice', ...user }) => ({
    arn: `arn:aws:iam::${ACCOUNT.id}:user/${name}`,
    name,
    privilege: { kind: 'less' } as const,
    direct: [],
    quarantine: undefined,
    ...user,
  }));
  return { kind: 'read', value: { users: all, unreadable: [] } };
}

/** Trails: each multi-region, on, and with all management events, but for what is said. */
export function trailsOf(...trails: readonly Partial<Trail>[]): AccountFacts['trails'] {
  const value = trails.map((trail): Trail => ({
    name: 'audit',
    isMultiRegion: true,
    hasGlobalEvents: true,
    isLogging: { kind: 'read', value: true },
    managementEvents: { kind: 'read', value: 'all' },
    ...trail,
  }));
  return { kind: 'read', value };
}

export function aServiceCredential(options: Partial<ServiceCredential> = {}): ServiceCredential {
  return {
    user: 'alice',
    id: 'ACCAIOSFODNN7EXAMPLE1',
    service: 'codecommit.amazonaws.com',
    status: 'Active',
    createdAt: daysAgo(100),
    expiresAt: undefined,
    ...options,
  };
}

export function sshKeysOf(name: string, ...statuses: readonly string[]): SshKeys {
  const keys = statuses.map((status, index) => ({ id: `APKA${index}`, status }));
  return { user: aUser({ name }).name, keys: { kind: 'read', value: keys } };
}
