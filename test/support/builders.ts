import { type Candidate, candidatesOf } from '../../lambda/domain/remediation/candidate';
import type { KeyListing, LiveKey } from '../../lambda/domain/evaluation/key-identity';
import type { LiveUser } from '../../lambda/domain/remediation/confirm';
import type { Credential, ReportedUser } from '../../lambda/domain/credential';
import { type AccountId, type UserIdentity, isAccessKeyId, isUserName } from '../../lambda/domain/identity';
import { DAY, type Instant, utcSecond } from '../../lambda/domain/instant';
import { reportReference } from '../../lambda/domain/evaluation/evidence';
import type { CredentialHistory } from '../../lambda/domain/evaluation/judge';
import { type Evaluation, evaluate } from '../../lambda/domain/evaluation/evaluate';
import type { UserLookup } from '../../lambda/domain/evaluation/user-evidence';
import type { Verdict } from '../../lambda/domain/evaluation/verdict';
import type { Exemption, Override, Policy } from '../../lambda/domain/policy/schema';
import type { CredentialReport, UserFacts } from '../../lambda/domain/credential-report/facts';
import { parseCredentialReport } from '../../lambda/domain/credential-report/parse';

// The defaults are boring, so that a test shows only what matters to it. Builders do not know the rules under test.

/** A Friday at 07:00 UTC, when the sweep runs. */
export const NOW: Instant = Date.parse('2026-11-20T07:00:00Z');
export const ACCOUNT: AccountId = { id: '123456789012', partition: 'aws' };
/** The default creation date. */
export const LONG_AGO: Instant = Date.parse('2024-01-01T00:00:00Z');

/** `days` before NOW, in whole seconds. */
export function daysAgo(days: number): Instant {
  return NOW - days * DAY;
}

// --- Policies

/** The shipped policy: 45 days, a week's notice, no exemption and no override. */
export function aPolicy(options: Partial<Policy> = {}): Policy {
  return {
    version: 1,
    benchmark: 'cis-5.0',
    judge: 'credential',
    password: { maxUnusedDays: 45 },
    accessKey: { maxUnusedDays: 45 },
    noticeDays: 7,
    exemptions: [],
    overrides: [],
    limits: { maxDisabledPerDay: 20, maxDisabledPercent: 25, onExceed: 'oldest-first' },
    ...options,
  };
}

/** Exempts none of these builders' users, unless a test sets `match`. */
export function anExemption(options: Partial<Exemption> = {}): Exemption {
  return { name: 'break-glass', match: { users: ['break-glass-*'] }, reason: 'tested yearly', ...options };
}

/** Gives 90 days to access keys of users under /service/. */
export function anOverride(options: Partial<Override> = {}): Override {
  return {
    name: 'service accounts',
    match: { paths: ['/service/'] },
    accessKey: { maxUnusedDays: 90 },
    ...options,
  };
}

/** The JSON of `aPolicy`, with keys replaced by valid or invalid values. */
export function policyText(replaced: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ ...aPolicy(), ...replaced });
}

// --- Credential reports

/** The columns of a real report of September 2026. */
export const COLUMNS = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_1_last_used_region',
  'access_key_1_last_used_service',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
  'access_key_2_last_used_region',
  'access_key_2_last_used_service',
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
] as const;
/** AWS documents this column too. A report of these builders has it if one of its rows does. */
const MORE_CREDENTIALS = 'additional_credentials_info';
export type Column = (typeof COLUMNS)[number] | typeof MORE_CREDENTIALS;

export type ReportRow = Readonly<Record<string, string>>;
/** The cells that a test sets. An instant is written as in the report, `2026-11-20T07:00:00Z`. */
export type Cells = Readonly<Partial<Record<Column, string | Instant>>>;

function cell(value: string | Instant): string {
  return typeof value === 'number' ? utcSecond(value) : value;
}

/** A user, created in 2024, with neither password nor key. The ARN follows from the name and `path`. */
export function aReportRow({ path = '/', ...cells }: Cells & { readonly path?: string } = {}): ReportRow {
  const user = cells.user ?? 'alice';
  const blank = COLUMNS.map((column) => [column, /active|enabled/.test(column) ? 'false' : 'N/A'] as const);
  return Object.fromEntries<string>([
    ...blank,
    ['user_creation_time', cell(LONG_AGO)],
    ['arn', `arn:aws:iam::${ACCOUNT.id}:user${path}${user}`],
    ...Object.entries(cells).map(([column, value]) => [column, cell(value)] as const),
    ['user', cell(user)],
  ]);
}

/** The first row of every report. Its password and key were not used for years. */
export function aRootRow(cells: Cells = {}): ReportRow {
  return aReportRow({
    user: '<root_account>',
    arn: `arn:aws:iam::${ACCOUNT.id}:root`,
    ...aPassword({ lastChanged: LONG_AGO }),
    ...aKey(1, { lastRotated: LONG_AGO }),
    ...cells,
  });
}

/** The cells of an enabled password, set in 2024 and never used. */
export function aPassword(
  options: { enabled?: string; lastUsed?: string | Instant; lastChanged?: string | Instant } = {},
): Cells {
  const { enabled = 'true', lastUsed = 'no_information', lastChanged = LONG_AGO } = options;
  return { password_enabled: enabled, password_last_used: lastUsed, password_last_changed: lastChanged };
}

/** The cells of an active key in one of the two slots, created in 2024 and never used. */
export function aKey(
  slot: 1 | 2,
  options: { active?: string; lastRotated?: string | Instant; lastUsed?: string | Instant } = {},
): Cells {
  const { active = 'true', lastRotated = LONG_AGO, lastUsed = 'N/A' } = options;
  const used = lastUsed !== 'N/A';
  return {
    [`access_key_${slot}_active`]: active,
    [`access_key_${slot}_last_rotated`]: lastRotated,
    [`access_key_${slot}_last_used_date`]: lastUsed,
    [`access_key_${slot}_last_used_region`]: used ? 'eu-west-1' : 'N/A',
    [`access_key_${slot}_last_used_service`]: used ? 's3' : 'N/A',
  };
}

/**
 * A report as AWS writes it: root first, LF, no final newline.
 *
 * @param options.columns other columns or another order; a column that a row lacks reads `N/A`
 */
export function aReport(
  rows: readonly ReportRow[],
  { columns = columnsOf(rows) }: { columns?: readonly string[] } = {},
): Uint8Array {
  const lines = [aRootRow(), ...rows].map((row) => {
    const cells = new Map(Object.entries(row));
    return columns.map((column) => cells.get(column) ?? 'N/A');
  });
  return csvOf([columns, ...lines]);
}

function columnsOf(rows: readonly ReportRow[]): readonly string[] {
  return rows.some((row) => MORE_CREDENTIALS in row) ? [...COLUMNS, MORE_CREDENTIALS] : COLUMNS;
}

/** Any table, quoted where CSV requires it. */
export function csvOf(lines: readonly (readonly string[])[]): Uint8Array {
  const quoted = (field: string) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);
  return Buffer.from(lines.map((line) => line.map(quoted).join(',')).join('\n'));
}

/** The parsed rows, after a round trip through CSV. */
export function parsedReport(...rows: readonly ReportRow[]): CredentialReport {
  return parseCredentialReport(aReport(rows), NOW, ACCOUNT);
}

/** The facts of one row. */
export function factsOf(row: ReportRow): UserFacts {
  return one(parsedReport(row).users);
}

// --- Users as IAM returns them

export interface UserOptions {
  readonly name?: string;
  readonly arn?: string;
  readonly path?: string;
  readonly createdAt?: Instant;
}

/** The user of `aReportRow`, as IAM returns it. */
export function aUser(options: UserOptions = {}): UserIdentity {
  const { name = 'alice', path = '/', createdAt = LONG_AGO } = options;
  if (!isUserName(name)) throw new Error(`not a user name: ${JSON.stringify(name)}`);
  return { name, path, createdAt, arn: options.arn ?? `arn:aws:iam::${ACCOUNT.id}:user${path}${name}` };
}

/** IAM found this very user, without tags and groups. */
export function aLookUp(
  user: ReportedUser,
  options: { tags?: Readonly<Record<string, string>>; groups?: readonly string[]; user?: UserOptions } = {},
): UserLookup {
  const { name, arn, path, createdAt = LONG_AGO } = user;
  return {
    kind: 'read',
    identity: aUser({ name, arn, path, createdAt, ...options.user }),
    tags: new Map(Object.entries(options.tags ?? {})),
    groups: options.groups ?? [],
  };
}

/** The user of `aReportRow` at the confirmation, with neither password nor key. */
export function aLiveUser({
  user = {},
  tags = {},
  ...options
}: Partial<Omit<LiveUser, 'identity' | 'tags'>> & {
  readonly user?: UserOptions;
  readonly tags?: Readonly<Record<string, string>>;
} = {}): LiveUser {
  return {
    identity: aUser(user),
    tags: new Map(Object.entries(tags)),
    groups: undefined,
    passwordLastUsed: 'never',
    loginProfile: 'none',
    keys: [],
    ...options,
  };
}

/** An active key, created in 2024 and never used. */
export function aLiveKey({
  id = 'AKIAIOSFODNN7EXAMPLE',
  ...options
}: Partial<Omit<LiveKey, 'id'>> & { readonly id?: string } = {}): LiveKey {
  if (!isAccessKeyId(id)) throw new Error(`not an access key id: ${JSON.stringify(id)}`);
  return { id, status: 'Active', createdAt: LONG_AGO, lastUsed: 'never', ...options };
}

// --- Evaluations

export interface Scene {
  readonly policy?: Policy;
  readonly now?: Instant;
  /** @default IAM knows every user, without tags and groups */
  readonly lookedUp?: (user: ReportedUser) => UserLookup | undefined;
  /** When a credential was announced, with its current reference time. @default never */
  readonly announcements?: (credential: Credential) => Instant | undefined;
  /** The keys that IAM lists for each user. @default none is listed, and no key id is known */
  readonly listed?: readonly LiveKey[];
  /** What else the ledger has about a credential. */
  readonly history?: (credential: Credential) => CredentialHistory;
  /** Whether `actOn` assumes one run a day. @default no */
  readonly daily?: boolean;
}

/** Judges the rows with the real code, from CSV to verdicts. */
export function anEvaluation(rows: readonly ReportRow[], scene: Scene = {}): Evaluation {
  const input = {
    report: parsedReport(...rows),
    policy: scene.policy ?? aPolicy(),
    now: scene.now ?? NOW,
    lookedUp: scene.lookedUp ?? aLookUp,
    daily: scene.daily ?? false,
    keyListing: (): KeyListing | undefined => scene.listed && { kind: 'read', keys: scene.listed },
  };
  const references = new Map(
    evaluate({ ...input, history: () => ({}) }).judged.map(({ credential, evidence }) => [
      labelOf(credential),
      reportReference(evidence),
    ]),
  );
  const history = (credential: Credential): CredentialHistory => {
    const at = scene.announcements?.(credential);
    const reference = references.get(labelOf(credential));
    return {
      ...(at !== undefined && reference !== undefined ? { announced: { at, reference } } : {}),
      ...scene.history?.(credential),
    };
  };
  return evaluate({ ...input, history });
}

/** Every verdict by its credential: `{ 'alice password': ..., 'alice key 1': ... }`. */
export function verdictsOf(rows: readonly ReportRow[], scene: Scene = {}): Record<string, Verdict> {
  const { judged } = anEvaluation(rows, scene);
  return Object.fromEntries(judged.map(({ credential, verdict }) => [labelOf(credential), verdict]));
}

/** The kind of every verdict by its credential. */
export function verdictKindsOf(
  rows: readonly ReportRow[],
  scene: Scene = {},
): Record<string, Verdict['kind']> {
  const verdicts = Object.entries(verdictsOf(rows, scene));
  return Object.fromEntries(verdicts.map(([credential, { kind }]) => [credential, kind]));
}

/** The verdict on the one credential of one row. */
export function verdictOf(row: ReportRow, scene: Scene = {}): Verdict {
  return one(anEvaluation([row], scene).judged).verdict;
}

/** The candidates among the rows. By default, everything was announced long ago. */
export function candidatesIn(rows: readonly ReportRow[], scene: Scene = {}): Candidate[] {
  return candidatesOf(
    anEvaluation(rows, { announcements: () => LONG_AGO, ...scene }),
    scene.history ?? (() => ({})),
  );
}

/** The only candidate of a row. */
export function aCandidate(row: ReportRow, scene: Scene = {}): Candidate {
  return one(candidatesIn([row], scene));
}

function labelOf(credential: Credential): string {
  const what = credential.kind === 'password' ? 'password' : `key ${credential.slot}`;
  return `${credential.user.name} ${what}`;
}

function one<T>(all: readonly T[]): T {
  const [first, ...others] = all;
  if (first === undefined || others.length > 0) throw new Error(`expected one, got ${all.length}`);
  return first;
}
