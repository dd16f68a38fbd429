import { utcSecond } from '../../lambda/domain/instant';
import {
  ACCOUNT,
  aKey,
  aPassword,
  aReport,
  aReportRow,
  type Cells,
  type ReportRow,
} from '../support/builders';
import {
  arnOf,
  enabledCredentials,
  keyLabel,
  type Label,
  type ModelKey,
  type ModelUser,
  passwordLabel,
  shownKeyUse,
  shownSignIn,
} from './account';
import type { ModelReport, World } from './world';

// It embodies docs/assumptions.md A2, A3, A4, A7, A11 and A13.

/** The credential report of this moment, as the bytes that AWS would send. */
export function generateReport({ account, now, users }: World): ModelReport {
  const content = aReport(inOrder(users).map((user) => rowOf(user, now)));
  return {
    content: account === undefined ? content : ofAccount(content, account),
    generatedAt: Math.floor(now / 1000) * 1000,
    takenAt: now,
    users: new Map(users.map((user) => [arnOf(user), user.serial])),
    enabled: new Set(enabledCredentials(users)),
  };
}

/** The builders' reports are all of one account. */
function ofAccount(content: Uint8Array, account: string): Uint8Array {
  return Buffer.from(Buffer.from(content).toString().replaceAll(`::${ACCOUNT.id}:`, `::${account}:`));
}

function inOrder(users: readonly ModelUser[]): ModelUser[] {
  return users.toSorted((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1));
}

function rowOf(user: ModelUser, now: number): ReportRow {
  const [first, second] = user.keys;
  return aReportRow({
    user: user.name,
    path: user.path,
    user_creation_time: utcSecond(user.createdAt),
    ...passwordCells(user, now),
    ...(first ? keyCells(1, first, now) : {}),
    ...(second ? keyCells(2, second, now) : {}),
  });
}

function passwordCells(user: ModelUser, now: number): Cells {
  if (!user.password) return {};
  return aPassword({
    lastUsed: shownSignIn(user, now) ?? 'no_information',
    lastChanged: user.password.changedAt,
  });
}

function keyCells(slot: 1 | 2, key: ModelKey, now: number): Cells {
  return aKey(slot, {
    active: String(key.status === 'Active'),
    lastRotated: key.createdAt,
    lastUsed: shownKeyUse(key, now) ?? 'N/A',
  });
}

/** The cells that can be made unreadable, and whose judgement that makes impossible. */
export const ODD_CELLS = [
  'user_creation_time',
  'password_last_changed',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
] as const;

/** A report in which one cell of one user holds a word that nobody knows. */
export function withOddCell(
  report: ModelReport,
  world: World,
  { who, cell }: { readonly who: number; readonly cell: number },
): { readonly report: ModelReport; readonly odd: Label[] } {
  const column = ODD_CELLS[cell % ODD_CELLS.length] ?? 'user_creation_time';
  const user = world.users[who % Math.max(1, world.users.length)];
  if (!user) return { report, odd: [] };
  const lines = Buffer.from(report.content).toString().split('\n');
  const at = (lines[0] ?? '').split(',').indexOf(column);
  const changed = lines.map((line) => {
    const cells = line.split(',');
    return cells[1] === arnOf(user) ? cells.with(at, 'perhaps').join(',') : line;
  });
  const odd = meantBy(column, user);
  return { report: { ...report, content: Buffer.from(changed.join('\n')) }, odd };
}

/** What cannot be judged then. A cell about a password that does not exist says nothing. */
function meantBy(column: (typeof ODD_CELLS)[number], user: ModelUser): Label[] {
  const password = user.password ? [passwordLabel(user)] : [];
  const [key] = user.keys;
  switch (column) {
    case 'user_creation_time':
      return [...password, ...user.keys.map((each) => keyLabel(user, each))];
    case 'password_last_changed':
      return password;
    case 'access_key_1_last_rotated':
      return key?.status === 'Active' ? [keyLabel(user, key)] : [];
    case 'access_key_1_last_used_date':
      return key ? [keyLabel(user, key)] : [];
  }
}

/** Cut short inside its last row: the field count does not fit. */
export function cutShort({ content, ...report }: ModelReport): ModelReport {
  const text = Buffer.from(content).toString();
  return { ...report, content: Buffer.from(text.slice(0, text.lastIndexOf(','))) };
}

/** Cut off at the end of a row: nothing in it shows that. The first two lines are the header and the root user's row. */
export function withoutRows(
  report: ModelReport,
  rows: number,
): { readonly report: ModelReport; readonly left: number; readonly missing: boolean } {
  const lines = Buffer.from(report.content).toString().trimEnd().split('\n');
  const users = lines.filter((line) => line.includes(':user/'));
  const gone = new Set(users.slice(Math.max(0, users.length - rows)));
  const content = Buffer.from(lines.filter((line) => !gone.has(line)).join('\n'));
  return { report: { ...report, content }, left: users.length - gone.size, missing: gone.size > 0 };
}
