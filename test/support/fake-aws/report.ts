import {
  userArn,
  type FakeAccount,
  type FakeKey,
  type FakePassword,
  type FakeRoot,
  type FakeUser,
} from './account';
import { isoSeconds } from './wire';

// It embodies docs/assumptions.md A1, A2, A3, A4, A5, A6, A9, A10, A11, A12 and A13.

/** The header of a real report. */
export const REPORT_COLUMNS = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'password_next_rotation',
  'mfa_active',
  ...keyColumns(1),
  ...keyColumns(2),
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
];

/** AWS documents this 23rd column without its words. Here a report has it if a user has more than two keys. */
const MORE_CREDENTIALS = 'additional_credentials_info';

/** Generates the account's report as if `ageMs` ago, and ends a pending generation. */
export function generateReport(account: FakeAccount, ageMs = 0): void {
  account.report.pollsLeft = 0;
  account.report.current = { content: renderReport(account), generatedAt: account.now() - ageMs };
}

/** The credential report as AWS writes it: root first, then users by name in any case, without a final newline. */
export function renderReport(account: FakeAccount): string {
  const users = account.users.toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
  const rows = [[...REPORT_COLUMNS], rootRow(account), ...users.map((user) => userRow(account, user))];
  if (users.some(({ keys }) => keys.length > 2)) {
    const more = ['N/A', ...users.map(({ keys }) => (keys.length > 2 ? 'More access keys exist' : 'N/A'))];
    for (const [index, cell] of [MORE_CREDENTIALS, ...more].entries()) rows[index]?.push(cell);
  }
  return rows.map((cells) => cells.map(quote).join(',')).join('\n');
}

function rootRow(account: FakeAccount): string[] {
  const arn = `arn:${account.partition}:iam::${account.id}:root`;
  return row('<root_account>', arn, account.root, 'not_supported');
}

function userRow(account: FakeAccount, user: FakeUser): string[] {
  return row(user.name, userArn(account, user), user, 'N/A');
}

function row(name: string, arn: string, owner: FakeRoot | FakeUser, nextRotation: string): string[] {
  return [
    name,
    arn,
    isoSeconds(owner.createdAt),
    ...passwordCells(owner.password, owner.passwordLastUsedAt),
    nextRotation,
    String(owner.mfa),
    // The report has two slots. Only ListAccessKeys shows a third key.
    ...keyCells(owner.keys[0]),
    ...keyCells(owner.keys[1]),
    ...certificateCells(owner),
    ...certificateCells(owner, 1),
  ];
}

function passwordCells(password: FakePassword | undefined, lastUsedAt: number | undefined): string[] {
  if (!password) return ['false', 'N/A', 'N/A'];
  const lastUsed = lastUsedAt === undefined ? 'no_information' : isoSeconds(lastUsedAt);
  return ['true', lastUsed, isoSeconds(password.changedAt ?? password.createdAt)];
}

function keyCells(key: FakeKey | undefined): string[] {
  if (!key) return ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
  const { lastUsed } = key;
  return [
    String(key.status === 'Active'),
    isoSeconds(key.createdAt),
    ...(lastUsed ? [isoSeconds(lastUsed.at), lastUsed.region, lastUsed.service] : ['N/A', 'N/A', 'N/A']),
  ];
}

function certificateCells(owner: FakeRoot | FakeUser, index = 0): string[] {
  const active = 'certificates' in owner ? owner.certificates[index] : undefined;
  return active === undefined ? ['false', 'N/A'] : [String(active), isoSeconds(owner.createdAt)];
}

function keyColumns(slot: number): string[] {
  return ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service'].map(
    (column) => `access_key_${slot}_${column}`,
  );
}

/** RFC 4180 quoting, because a user name may contain a comma. */
function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
