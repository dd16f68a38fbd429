import type { ListedAccount } from '../../../../lambda/domain/organization/account';
import type { Answer, AnswerItem } from '../../../../lambda/domain/organization/answer';
import type { AccountEntry, OrganizationPolicy } from '../../../../lambda/domain/organization/policy/schema';
import type { Roster, RosterEntry } from '../../../../lambda/domain/organization/roster';
import { NOW } from '../../../support/builders';

// What an organization is made of. Boring by default: everybody is active, in dry-run, and has nothing.

export const ORGANIZATION_ID = 'o-ab12cd34ef';
export const RUN = '20261120T070000Z';
export const ROOT = 'r-ab12';
export const SANDBOX = 'ou-ab12-sandbox1';

/** Twelve digits: `111111111111`, `111111111112`, ... */
export const accountId = (index = 0): string => String(111_111_111_111 + index);

type Listed = ListedAccount & { readonly id: string };

export function aListedAccount(parts: Partial<Listed> = {}): Listed {
  return {
    id: accountId(),
    name: 'payments',
    state: 'ACTIVE',
    paths: [`${ORGANIZATION_ID}/${ROOT}/${parts.id ?? accountId()}`],
    joinedAt: undefined,
    ...parts,
  };
}

/** In an OU below the root. */
export const inOu = (ou: string, id = accountId()): Listed =>
  aListedAccount({ id, paths: [`${ORGANIZATION_ID}/${ROOT}/${ou}/${id}`] });

export function anEntry(parts: Partial<AccountEntry> = {}): AccountEntry {
  return { name: 'enforcing', match: { accounts: [accountId()] }, mode: 'enforce', ...parts };
}

export function anExclusion(parts: Partial<AccountEntry> = {}): AccountEntry {
  return anEntry({ name: 'PCI freeze', mode: 'excluded', reason: 'an audit', ...parts });
}

export function anOrganizationPolicy(parts: Partial<OrganizationPolicy> = {}): OrganizationPolicy {
  return {
    version: 1,
    default: 'dry-run',
    accounts: [],
    limits: { maxDisabledPerDay: 100, maxDisabledPercent: 100, onExceed: 'oldest-first' },
    coverage: { maxUncoveredPercent: 10 },
    ...parts,
  };
}

export function toSweep(
  id = accountId(),
  parts: Partial<Extract<RosterEntry, { kind: 'toSweep' }>> = {},
): RosterEntry {
  return {
    kind: 'toSweep',
    id,
    name: 'payments',
    parents: [ROOT],
    own: 'enforce',
    mode: 'enforce',
    ...parts,
  };
}

export function aRoster(accounts: readonly RosterEntry[] = [toSweep()], parts: Partial<Roster> = {}): Roster {
  return {
    version: 1,
    organizationId: ORGANIZATION_ID,
    runId: RUN,
    at: NOW,
    accounts: [...accounts],
    ...parts,
  };
}

export function anAnswer(parts: Partial<Answer> = {}): Answer {
  return {
    version: 1,
    runId: RUN,
    accountId: accountId(),
    at: NOW,
    status: 'completed',
    halts: [],
    mode: 'dry-run',
    counts: {},
    users: 0,
    activeCredentials: 0,
    planned: [],
    plannedLeftOut: 0,
    spent: 0,
    items: [],
    leftOut: {},
    untold: [],
    caughtUp: true,
    checks: [],
    record: `s3://records/${accountId()}/runs/2026/11/20/${RUN}/`,
    durationMs: 4000,
    iamCalls: 7,
    ...parts,
  };
}

/** The ledger's id of a user's password. */
export const passwordId = (user: string, account = accountId()): string =>
  `arn:aws:iam::${account}:user/${user}@2024-01-01T00:00:00Z/password`;

export function anItem(
  section: AnswerItem['section'],
  user = 'bob',
  parts: Partial<AnswerItem> = {},
): AnswerItem {
  return { section, id: passwordId(user), reference: NOW, lines: [`  ${user}, password`], ...parts };
}
