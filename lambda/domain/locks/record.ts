import * as z from 'zod';
import { FUTURE_TOLERANCE } from '../credential-report/facts';
import { type AccountId, isAccessKeyId, pathOfUserArn } from '../identity';
import { type Instant, utcSecond } from '../instant';
import { JsonError, joinPlace, parseStrictJson } from '../json';
import type { Lock, LockedCredential } from '../ledger/schema';
import { clean, printableLine } from '../text';

// The records that `npm run lock` writes (docs/design.md §3.14). Whoever may write to the bucket may have written them,
// so nothing is taken from them that is not valid. A key that is not known is passed over: a later release may add it.

const At = z.iso.datetime().transform((text) => Date.parse(text));
const keyId = z.string().refine(isAccessKeyId, 'not an access key id');
/** A lock takes at most the keys of one user. */
const MAX_CREDENTIALS = 50;

const Target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('password') }),
  z.object({ kind: z.literal('accessKey'), keyId, created: At.optional() }),
]);
type Target = z.infer<typeof Target>;

const Order = z.object({
  version: z.literal(1),
  lockId: z.string(),
  accountId: z.string(),
  at: At,
  by: z.string().min(1).max(2_048),
  reason: z.string().min(1).max(2_000),
  user: z.object({ name: z.string().min(1).max(128), arn: z.string(), created: At }),
  targets: z.array(Target).min(1).max(MAX_CREDENTIALS),
});

const Result = Order.extend({
  endedAt: At,
  outcomes: z.array(z.intersection(Target, z.object({ outcome: z.string() }))).max(MAX_CREDENTIALS),
  /** Null if the lock could not read what works after it. */
  stillActive: z
    .array(z.union([z.literal('password'), keyId]))
    .max(MAX_CREDENTIALS)
    .nullable(),
});

/** The record of a lock is not valid. The message is one printable line. */
export class LockRecordError extends Error {
  override readonly name = 'LockRecordError';
}

export type LockFile = 'plan.json' | 'result.json';

/** A lock on record, and the files that it has. */
export interface ListedLock {
  readonly id: string;
  readonly files: readonly LockFile[];
}

/** A record in the bucket, and whose it must be. */
export interface LockText {
  readonly id: string;
  readonly account: AccountId;
  readonly file: LockFile;
  readonly text: string;
  readonly now: Instant;
}

/** Where a lock's records are in the bucket: `<account>/locks/YYYY/MM/DD/<id>/`, beside the runs. */
export function folderOfLock(account: Pick<AccountId, 'id'>, id: string): string {
  return `${account.id}/locks/${id.slice(0, 4)}/${id.slice(4, 6)}/${id.slice(6, 8)}/${id}/`;
}

/** The second in a lock's id, `20261120T070000Z-1f6c0a`; undefined if it is not one. */
export function instantOfLock(id: string): Instant | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-[0-9a-f]{6}$/.exec(id);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? undefined : at;
}

/** @throws LockRecordError */
export function parseLockRecord(record: LockText): Lock {
  if (record.file === 'plan.json') {
    const order = parse(Order, record);
    return {
      ...orderOf(order, record),
      credentials: order.targets.map((target) => credentialOf(target, 'unproven')),
    };
  }
  const result = parse(Result, record);
  const { endedAt } = result;
  if (endedAt < result.at) throw new LockRecordError('result.json: it ended before it began');
  if (endedAt > record.now + FUTURE_TOLERANCE) {
    throw new LockRecordError(`result.json: endedAt is ${utcSecond(endedAt)}, which is in the future`);
  }
  return { ...orderOf(result, record), endedAt, credentials: credentialsIn(result) };
}

/** What the lock says of each credential that it named, and of what worked all the same. */
function credentialsIn({ targets, outcomes, stillActive }: z.infer<typeof Result>): LockedCredential[] {
  const works = new Set<string>(stillActive ?? []);
  const isOff = new Set(
    outcomes.filter(({ outcome }) => outcome === 'disabled' || outcome === 'alreadyAbsent').map(nameOf),
  );
  const named = new Set(targets.map(nameOf));
  const others = [...works].filter((name) => !named.has(name)).map(targetNamed);
  return [...targets, ...others].map((target) => {
    const name = nameOf(target);
    return credentialOf(target, isOff.has(name) && !works.has(name) ? 'locked' : 'unproven');
  });
}

/** As `stillActive` names it. */
function nameOf(target: Target): string {
  return target.kind === 'password' ? target.kind : target.keyId;
}

function targetNamed(name: string): Target {
  if (name === 'password') return { kind: 'password' };
  if (!isAccessKeyId(name)) throw new LockRecordError('result.json: stillActive: not an access key id');
  return { kind: 'accessKey', keyId: name };
}

function credentialOf(target: Target, state: 'locked' | 'unproven'): LockedCredential {
  if (target.kind === 'password') return { kind: 'password', state };
  const { created } = target;
  return {
    kind: 'accessKey',
    keyId: target.keyId,
    ...(created === undefined ? {} : { created }),
    state,
  };
}

function orderOf(
  { lockId, accountId, at, by, reason, user }: z.infer<typeof Order>,
  { id, account, file, now }: LockText,
): Omit<Lock, 'credentials'> {
  const wrong = (what: string) => new LockRecordError(`${file}: ${what}`);
  if (lockId !== id) throw wrong(`it is the record of lock ${printableLine(lockId)}`);
  if (at !== instantOfLock(id)) throw wrong(`at is ${utcSecond(at)}, and its id says otherwise`);
  // No report would ever be younger.
  if (at > now + FUTURE_TOLERANCE) throw wrong(`at is ${utcSecond(at)}, which is in the future`);
  if (accountId !== account.id) throw wrong(`it is of account ${printableLine(accountId)}`);
  if (pathOfUserArn(user.arn, user.name, account) === undefined) {
    throw wrong(`user: ${printableLine(user.arn)} is not the ARN of that user`);
  }
  // The ledger keeps it, so it may not be as long as somebody likes.
  return { id, at, by: clean(by, 500), reason: clean(reason, 500), user };
}

function parse<T>(schema: z.ZodType<T>, { file, text }: LockText): T {
  let json: unknown;
  try {
    json = parseStrictJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new LockRecordError(`${file}: ${printableLine(error.message)}`, { cause: error });
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new LockRecordError(
    printableLine(`${file}: ${joinPlace(issue?.path ?? [])}: ${issue?.message ?? ''}`),
    { cause: parsed.error },
  );
}
