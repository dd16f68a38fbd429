import * as z from 'zod';
import { isUserName, type UserName } from '../identity';
import { type Instant, utcDate } from '../instant';
import { clean } from '../text';
import type { CredentialEvent, Heard } from './event';

/**
 * Mails about new credentials on one UTC day. SNS may end an e-mail subscription that gets too many, and the digest and
 * the alarms share it.
 */
export const MAILS_A_DAY = 12;

/** Of these the state forgets the oldest: a credential told twice is better than a state that grows without end. */
const MAX_REMEMBERED = 500;
const MAX_LINES = 40;
/** A key that was disabled more often on one day: each time it is enabled counts as news. */
const MAX_INACTIVE = 20;
const MAX_UNSAID = 10;
const MAX_TOLD = 20;

const At = z.codec(z.iso.datetime(), z.number(), {
  decode: (text) => Date.parse(text),
  encode: (at) => new Date(at).toISOString(),
});

const LeftOut = z.strictObject({
  day: z.iso.date(),
  count: z.int().min(1),
  /** What was left out, a line each; of many, the first ones. */
  lines: z.array(z.string()).max(MAX_LINES),
});
export type LeftOut = Readonly<z.infer<typeof LeftOut>>;

/** An enabling of a key that was taken for a repetition. It is told if the key turns out to have been disabled before. */
const Unsaid = z.strictObject({
  user: z.custom<UserName | 'root'>((name) => typeof name === 'string' && isUserName(name)),
  at: At,
  caller: z.string(),
  sourceIp: z.string(),
  userAgent: z.string(),
});

/** What was heard of one access key on one day. */
const Key = z.strictObject({
  /** When it was created or enabled, as a mail says or will say. */
  toldAt: z.array(At),
  /** When it was disabled. */
  inactiveAt: z.array(At),
  unsaid: z.array(Unsaid),
});
type Key = Readonly<z.infer<typeof Key>>;

/** What the notices of one UTC day have to remember. `notices.json` holds it (docs/design.md §3.11). */
export const NoticeState = z.strictObject({
  version: z.literal(1),
  accountId: z.string(),
  day: z.iso.date(),
  /** Mails of the day. */
  mails: z.int().min(0),
  /** CloudTrail's ids of the events that were told or left out, because EventBridge may deliver one twice. */
  told: z.array(z.string()),
  /** The day's access keys by id. */
  keys: z.record(z.string(), Key),
  /** Of the day, since the last mail of it. */
  leftOut: LeftOut.nullable(),
  /** Of an earlier day, until a mail has told it. */
  before: LeftOut.nullable(),
});
export type NoticeState = Readonly<z.infer<typeof NoticeState>>;

/** The state as of today; a new day starts afresh. A text that is not understood counts as none. */
export function noticeState(text: string | undefined, accountId: string, now: Instant): NoticeState {
  const day = utcDate(now);
  const fresh: NoticeState = {
    version: 1,
    accountId,
    day,
    mails: 0,
    told: [],
    keys: {},
    leftOut: null,
    before: null,
  };
  const stored = text === undefined ? undefined : parsed(text);
  if (stored?.accountId !== accountId) return fresh;
  if (stored.day === day) return stored;
  return { ...fresh, told: stored.told, before: stored.leftOut ?? stored.before };
}

function parsed(text: string): NoticeState | undefined {
  try {
    return NoticeState.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export function noticeStateText(state: NoticeState): string {
  return `${JSON.stringify(z.encode(NoticeState, state), null, 1)}\n`;
}

/** When iam-lapse itself disabled a key, by the ledger. `unknown`: the ledger could not be read. */
export type DisabledByUs = ((keyId: string) => Instant | undefined) | 'unknown';

/**
 * Finds what is news in a batch. An event of UpdateAccessKey does not tell the key's status before. So a key that is
 * enabled again on the same day is news only if it was, or may have been, disabled in between: by an event, which may
 * arrive late, or by the ledger. In doubt it is news. Pure.
 */
export function newsOf(
  state: NoticeState,
  batch: readonly Heard[],
  disabledByUs: DisabledByUs,
): { readonly news: readonly CredentialEvent[]; readonly state: NoticeState } {
  const told = new Set(state.told);
  const keys = new Map(Object.entries(state.keys));
  const news: CredentialEvent[] = [];
  const tell = (event: CredentialEvent) => {
    if (event.id !== undefined) told.add(event.id);
    news.push(event);
  };
  for (const heard of batch.toSorted((one, other) => one.at - other.at)) {
    const keyId = 'disabledKey' in heard ? heard.disabledKey : keyIdOf(heard);
    let key: Key = (keyId === undefined ? undefined : keys.get(keyId)) ?? NOTHING_HEARD;
    if ('disabledKey' in heard) {
      const inactiveAt = [...new Set([...key.inactiveAt, heard.at])].slice(0, MAX_INACTIVE);
      const { unsaid } = key;
      key = { ...key, inactiveAt, unsaid: [] };
      for (const each of unsaid) {
        if (isCovered(each.at, key)) key = withUnsaid(key, each);
        else {
          tell({ credential: { kind: 'enabledKey', keyId }, ...each });
          key = withTold(key, each.at);
        }
      }
    } else if (heard.id !== undefined && told.has(heard.id)) continue;
    else if (isRepetition(heard, key, disabledByUs)) {
      const { user, at, caller, sourceIp, userAgent } = heard;
      const call = { caller: clean(caller), sourceIp: clean(sourceIp), userAgent: clean(userAgent) };
      key = withUnsaid(key, { user, at, ...call });
    } else {
      tell(heard);
      key = withTold(key, heard.at);
    }
    if (keyId === undefined) continue;
    // The oldest are forgotten first, so what was heard last comes last.
    keys.delete(keyId);
    keys.set(keyId, key);
  }
  return {
    news,
    state: {
      ...state,
      told: [...told].slice(-MAX_REMEMBERED),
      keys: Object.fromEntries([...keys].slice(-MAX_REMEMBERED)),
    },
  };
}

function keyIdOf({ credential }: CredentialEvent): string | undefined {
  return 'keyId' in credential ? credential.keyId : undefined;
}

const NOTHING_HEARD: Key = { toldAt: [], inactiveAt: [], unsaid: [] };

function withTold(key: Key, at: Instant): Key {
  return { ...key, toldAt: [...key.toldAt, at].slice(-MAX_TOLD) };
}

/** Of many, the first and the newest stay. */
function withUnsaid(key: Key, call: Key['unsaid'][number]): Key {
  const [first, ...others] = [...key.unsaid, call];
  return { ...key, unsaid: [...(first ? [first] : []), ...others.slice(1 - MAX_UNSAID)] };
}

function isRepetition({ credential, at }: CredentialEvent, key: Key, disabledByUs: DisabledByUs): boolean {
  if (credential.kind !== 'enabledKey' || credential.keyId === undefined || disabledByUs === 'unknown') {
    return false;
  }
  // The ledger's date may be later than the write, so it counts against every mail that was not after it.
  const since = disabledByUs(credential.keyId) ?? -Infinity;
  return isCovered(at, { ...key, toldAt: key.toldAt.filter((told) => told > since) });
}

/** Whether a mail tells that the key was active then: nobody disabled it between what the mail tells and that instant. */
function isCovered(at: Instant, { toldAt, inactiveAt }: Key): boolean {
  if (inactiveAt.length >= MAX_INACTIVE) return false;
  return toldAt.some((told) => !inactiveAt.some((inactive) => isBetween(inactive, told, at)));
}

/** CloudTrail's times are whole seconds, so two events of one second may have come in either order. */
function isBetween(at: Instant, one: Instant, other: Instant): boolean {
  return at >= Math.min(one, other) && at <= Math.max(one, other);
}

/** After a mail. */
export function withMail(state: NoticeState): NoticeState {
  return { ...state, mails: state.mails + 1, before: null };
}

/** After news for which no mail is left today. */
export function withLeftOut(state: NoticeState, lines: readonly string[]): NoticeState {
  const { leftOut, day } = state;
  return {
    ...state,
    leftOut: {
      day,
      count: (leftOut?.count ?? 0) + lines.length,
      lines: [...(leftOut?.lines ?? []), ...lines].slice(0, MAX_LINES),
    },
  };
}
