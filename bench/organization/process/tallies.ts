import * as z from 'zod';
import { parseCredentialId } from '../../../lambda/domain/ledger/credential-id';
import { RECORD_BUCKET, TOPIC_ARN } from '../../../test/support/deployment';
import type { FakeAccount, FakeAws } from '../../../test/support/fake-aws';
import { type FakeBucket, findVersion } from '../../../test/support/fake-aws/bucket';
import type { RecordedCall } from '../../../test/support/fake-aws/dispatcher';
import { passwordOf } from '../../accounts';
import { disabledIn, keyOf, type MemberStaff } from '../staff';
import type { ObjectKind, Read, Tally } from './messages';

interface Member extends MemberStaff {
  readonly account: FakeAccount;
}

const ToldPlan = z.looseObject({
  accounts: z.array(
    z.looseObject({ accountId: z.string(), announced: z.array(z.string()), repeated: z.array(z.string()) }),
  ),
});

/** Counts what the fake organization was asked, and what was done in it, from one tally to the next. */
export class Tallies {
  private counted = 0;
  private mails = 0;
  private stored = 0;
  /** `<account>/<credential>` of those disabled before. */
  private readonly before = new Set<string>();
  /** Of those that stood in a mail before: nobody else may be disabled. */
  private told: ReadonlySet<string> = new Set();

  constructor(
    private readonly aws: FakeAws,
    private readonly members: readonly Member[],
  ) {}

  next(): Tally {
    const calls = this.aws.calls.slice(this.counted);
    this.counted = this.aws.calls.length;
    const iam = calls.filter(({ service }) => service === 'iam');
    const bucket = this.aws.account.buckets[RECORD_BUCKET];
    const published = this.aws.account.topics[TOPIC_ARN]?.published ?? [];
    const mails = published.slice(this.mails);
    this.mails = published.length;
    const stored = bucket ? bytesIn(bucket) : 0;
    const storedBytes = stored - this.stored;
    this.stored = stored;
    return {
      calls: countedBy(calls, ({ service, action }) => `${service} ${action}`),
      throttled: calls.filter(({ errorCode = '' }) => errorCode.startsWith('Throttling')).length,
      mostIamCalls: mostOf(iam),
      mostBesideKeys: mostOf(iam.filter(({ action }) => action !== 'ListAccessKeys')),
      read: bucket ? readFrom(bucket, calls) : {},
      storedBytes,
      mutations: iam.filter(({ action, applied }) => applied && isWrite(action)).length,
      ...this.disabledNow(bucket),
      mails: mails.map(({ subject = '', message }) => ({ subject, bytes: Buffer.byteLength(message) })),
    };
  }

  private disabledNow(bucket: FakeBucket | undefined): Pick<Tally, 'disabled' | 'wrong' | 'left' | 'active'> {
    const told = this.told;
    this.told = bucket ? toldIn(bucket) : told;
    let disabled = 0;
    let wrong = 0;
    let active = 0;
    const lost = new Set<string>();
    for (const member of this.members) {
      const { id, roles = [] } = member.account;
      const off = disabledIn(member);
      // Each user has had a password and a key.
      if (roles.length === 0) lost.add(id);
      else active += 2 * member.users.length - off.length;
      for (const { name, isDue } of off) {
        const which = `${id}/${name}`;
        if (this.before.has(which)) continue;
        this.before.add(which);
        disabled += 1;
        if (!isDue || lost.has(id) || !told.has(which)) wrong += 1;
      }
    }
    const left = [...told].filter((which) => !this.before.has(which) && !lost.has(which.slice(0, 12)));
    return { disabled, wrong, left: left.length, active };
  }
}

const isWrite = (action: string) => !/^(Get|List|Generate)/.test(action);
/** Of the account that made the most. */
const mostOf = (calls: readonly RecordedCall[]) =>
  Math.max(0, ...Object.values(countedBy(calls, ({ account = '' }) => account)));

function countedBy(calls: readonly RecordedCall[], nameOf: (call: RecordedCall) => string) {
  const counts: Record<string, number> = {};
  for (const call of calls) counts[nameOf(call)] = (counts[nameOf(call)] ?? 0) + 1;
  return counts;
}

/** Every version of every object: the bucket keeps them. */
function bytesIn({ objects }: FakeBucket): number {
  let bytes = 0;
  for (const object of objects.values()) {
    for (const { body } of [object, ...object.versions]) bytes += body.length;
  }
  return bytes;
}

/** A ledger counts with the size that it has now: it was written since. */
function readFrom(
  { objects }: FakeBucket,
  calls: readonly RecordedCall[],
): Partial<Record<ObjectKind, Read>> {
  const read: Partial<Record<ObjectKind, Read>> = {};
  for (const { action, params, status } of calls) {
    const { Key: key = '', VersionId: versionId } = params;
    const object = action === 'GetObject' && status === 200 ? objects.get(key) : undefined;
    if (!object) continue;
    const { reads, bytes } = read[kindOf(key)] ?? { reads: 0, bytes: 0 };
    const size = findVersion(object, versionId)?.body.length ?? 0;
    read[kindOf(key)] = { reads: reads + 1, bytes: bytes + size };
  }
  return read;
}

function kindOf(key: string): ObjectKind {
  if (key === 'organization/ledger.json') return "the organization's ledger";
  if (key.startsWith('organization/answers/')) return 'answers';
  const [, name = ''] = /^organization\/runs\/.*\/([\w-]+\.json)$/.exec(key) ?? [];
  if (name === 'roster.json' || name === 'settings.json' || name === 'act.json') return name;
  return key.endsWith('/ledger.json') ? "accounts' ledgers" : 'other records';
}

/** The credentials that any mail has named, as `<account>/<user>/password` or `<account>/<user>/key`. */
function toldIn({ objects }: FakeBucket): ReadonlySet<string> {
  const told = new Set<string>();
  for (const [key, { body }] of objects) {
    if (!key.endsWith('/told-plan.json')) continue;
    for (const { accountId, announced, repeated } of ToldPlan.parse(JSON.parse(body.toString())).accounts) {
      for (const id of [...announced, ...repeated]) {
        const parsed = parseCredentialId(id);
        if (!parsed) throw new Error(`the mail names ${id}, which is no credential`);
        const { userName, keyCreated } = parsed;
        told.add(`${accountId}/${keyCreated === undefined ? passwordOf(userName) : keyOf(userName)}`);
      }
    }
  }
  return told;
}
