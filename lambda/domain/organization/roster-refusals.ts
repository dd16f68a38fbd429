import { count, printableLine } from '../text';
import { AccountNumber, type ListedAccount } from './account';

/** The list of accounts cannot be the whole organization. The run halts before it sweeps anybody. */
export class RosterError extends Error {
  override readonly name = 'RosterError';
  /** One printable line, whatever stands in the list. */
  constructor(
    message: string,
    /** The accounts in the list, if there are only too few: the next run compares with this number. */
    readonly dropTo?: number,
  ) {
    super(printableLine(message));
  }
}

/** Accounts that every list must have. */
export interface Expected {
  /** The account that the deployment is in. */
  readonly central: string;
  /** The management account, as `DescribeOrganization` names it. */
  readonly management: string;
  /** How many accounts the last run listed; undefined if there was none. */
  readonly lastTime: number | undefined;
  /** The accounts that a run by hand was asked for. */
  readonly only?: readonly string[];
}

/** More than so many accounts, and more than this share, do not leave from one day to the next. */
const DROP = 5;
const DROP_PERCENT = 20;

type Identified = ListedAccount & { readonly id: string };

/**
 * Refuses a list that is cut off or not understood: it would look like an organization without those accounts (law 2).
 *
 * @returns the list, in which each account has an id
 * @throws RosterError
 */
export function refuseRoster(listed: readonly ListedAccount[], expected: Expected): readonly Identified[] {
  if (listed.length === 0) {
    // A plain member gets an empty list from some stand-ins of AWS, and AccessDenied from AWS itself.
    throw new RosterError(
      'the list of accounts is empty; check that this account is a delegated administrator of the organization',
    );
  }
  const accounts = listed.map(identified);
  const ids = new Set<string>();
  for (const { id } of accounts) {
    if (ids.has(id)) throw new RosterError(`the list of accounts has ${id} twice; the next run lists again`);
    ids.add(id);
  }
  refuseMissing(ids, expected);
  refuseDrop(ids.size, expected);
  return accounts;
}

function identified(account: ListedAccount, index: number): Identified {
  const { id } = account;
  if (id === undefined || id === '') {
    throw new RosterError(`the list of accounts has no id at [${index}]; the next run lists again`);
  }
  if (!AccountNumber.safeParse(id).success) {
    throw new RosterError(
      `the list of accounts has ${JSON.stringify(id.slice(0, 64))} at [${index}], which is not an account id of 12 digits; the next run lists again`,
    );
  }
  return { ...account, id };
}

function refuseMissing(ids: ReadonlySet<string>, { central, management, only = [] }: Expected): void {
  for (const [id, what] of [
    [central, 'the account of this deployment'],
    [management, 'the management account'],
  ] as const) {
    if (!ids.has(id)) {
      throw new RosterError(
        `the list of accounts lacks ${id}, ${what}; check that this account is a delegated administrator of the organization`,
      );
    }
  }
  const unknown = only.filter((id) => !ids.has(id));
  if (unknown.length > 0) {
    throw new RosterError(
      `no account of the organization is ${unknown.slice(0, 5).join(', ')}; correct the list of accounts in the input of the execution`,
    );
  }
}

/** A run of named accounts must not use up the one refusal: a later run of the whole organization would not be refused. */
function refuseDrop(now: number, { lastTime, only }: Expected): void {
  const gone = (lastTime ?? 0) - now;
  if (lastTime === undefined || gone <= DROP || gone * 100 <= DROP_PERCENT * lastTime) return;
  throw new RosterError(
    `the organization has ${count(now, 'account')}, and had ${lastTime} in the last run; if so many have really left, ${only ? 'wait for two scheduled runs: the first one refuses these, the second one goes on with them' : 'do nothing: the next run goes on with these'}`,
    only ? undefined : now,
  );
}
