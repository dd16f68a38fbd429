import { type AccountId, isUserName, pathOfUserArn } from '../identity';
import type {
  AccessKeyFacts,
  Moment,
  PasswordFacts,
  RootFacts,
  ReportSlot,
  Surroundings,
  Truth,
  UserFacts,
} from './facts';
import { parseTimestamp } from './timestamp';
import { printableLine } from '../text';

/** The value of a named column in one row. */
export type Cells = (column: string) => string;

const keyColumns = (slot: ReportSlot) => ({
  active: `access_key_${slot}_active`,
  lastRotated: `access_key_${slot}_last_rotated`,
  lastUsed: `access_key_${slot}_last_used_date`,
  region: `access_key_${slot}_last_used_region`,
  service: `access_key_${slot}_last_used_service`,
});
const KEY_COLUMNS = { 1: keyColumns(1), 2: keyColumns(2) } as const satisfies Record<ReportSlot, unknown>;

/** The columns that verdicts depend on. A missing column of another kind reads as a cell that is not understood. */
export const REQUIRED_COLUMNS = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  ...Object.values(KEY_COLUMNS).flatMap((columns) => Object.values(columns)),
];

/** Recognized by name or by ARN. Nothing judges or acts on the root user (docs/design.md §4.4). */
export function isRoot(cells: Cells): boolean {
  return cells('user') === '<root_account>' || /^arn:[^:]*:iam::\d*:root$/.test(cells('arn'));
}

/** A row's facts, or the reason why the row cannot be trusted. */
export function readRow(cells: Cells, account: AccountId): UserFacts | string {
  const name = cells('user');
  const arn = cells('arn');
  if (!isUserName(name)) return 'has no user name';
  const path = pathOfUserArn(arn, name, account);
  if (path === undefined) {
    return `says user ${shown(name)}, but its ARN is ${shown(arn)}`;
  }
  return {
    user: { name, arn, path },
    created: moment(cells, 'user_creation_time'),
    password: password(cells),
    keys: [accessKey(cells, 1), accessKey(cells, 2)],
    hasMoreKeys: mentionsMore(cells('additional_credentials_info')),
    ...surroundings(cells),
  };
}

/**
 * AWS documents the column and not its words, and it is about certificates too. Any text but a sentinel counts: a user
 * whose keys are listed for nothing costs one call.
 */
function mentionsMore(info: string): boolean {
  return !['', 'N/A', 'no_information', 'not_supported'].includes(info);
}

/** Never fails, because no verdict depends on the root row. */
export function readRootRow(cells: Cells): RootFacts {
  return {
    rootHasPassword: truth(cells, 'password_enabled'),
    rootPasswordLastUsed: moment(cells, 'password_last_used'),
    rootKeys: [accessKey(cells, 1), accessKey(cells, 2)],
    ...surroundings(cells),
  };
}

function surroundings(cells: Cells): Surroundings {
  return {
    mfa: truth(cells, 'mfa_active'),
    certificates: [truth(cells, 'cert_1_active'), truth(cells, 'cert_2_active')],
    certificatesSet: [moment(cells, 'cert_1_last_rotated'), moment(cells, 'cert_2_last_rotated')],
  };
}

function password(cells: Cells): PasswordFacts {
  const enabled = truth(cells, 'password_enabled');
  if (typeof enabled !== 'boolean') return enabled;
  const lastUsed = moment(cells, 'password_last_used');
  return enabled
    ? { kind: 'enabled', lastUsed, lastChanged: moment(cells, 'password_last_changed') }
    : { kind: 'none', lastUsed };
}

function accessKey(cells: Cells, slot: ReportSlot): AccessKeyFacts {
  const columns = KEY_COLUMNS[slot];
  const active = truth(cells, columns.active);
  if (typeof active !== 'boolean') return { ...active, slot };
  const lastRotated = moment(cells, columns.lastRotated);
  const lastUsed = moment(cells, columns.lastUsed);
  if (!active && lastRotated.kind === 'never' && lastUsed.kind === 'never') return NO_KEY[slot];
  return {
    kind: active ? 'active' : 'inactive',
    slot,
    lastRotated,
    lastUsed,
    region: cells(columns.region),
    service: cells(columns.service),
  };
}

// Shared objects save memory, because most cells of a report are "never" and most keys do not exist.
const NEVER: Moment = { kind: 'never' };
const NO_KEY = { 1: { kind: 'none', slot: 1 }, 2: { kind: 'none', slot: 2 } } as const satisfies Record<
  ReportSlot,
  AccessKeyFacts
>;

/** Any case, because AWS's guide writes TRUE and the report itself has true. */
function truth(cells: Cells, column: string): Truth {
  const token = cells(column);
  switch (token.toLowerCase()) {
    case 'true':
      return true;
    case 'false':
      return false;
    default:
      return { kind: 'notUnderstood', column, token };
  }
}

/** "`N/A` and `no_information` mean _never_" (docs/design.md §4.2). Any other text but a timestamp is not understood. */
function moment(cells: Cells, column: string): Moment {
  const token = cells(column);
  if (token === 'N/A' || token === 'no_information') return NEVER;
  const at = parseTimestamp(token);
  return at === undefined ? { kind: 'notUnderstood', column, token } : { kind: 'at', at };
}

/** A cell in quotes, however long, and whatever is in it. */
function shown(cell: string): string {
  return printableLine(JSON.stringify(cell));
}
