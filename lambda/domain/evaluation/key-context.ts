import type { Credential } from '../credential';
import type { Instant } from '../instant';
import type { Evidence } from './evidence';
import type { Verdict, VerdictKind } from './verdict';

/** What helps a person to find out what an access key is for. No verdict depends on it. */
export interface KeyContext {
  /** The user's other active key, if there is one. */
  readonly otherKey?: { readonly verdict: VerdictKind; readonly lastUsed: Instant | 'never' };
  /** Of the user's keys, which the report does not name; absent where there are none, or tags were not read. */
  readonly keyDescriptions?: readonly KeyDescription[];
}

/** The console keeps a key's description as a tag of the user, named by the key id. */
export interface KeyDescription {
  readonly keyId: string;
  readonly text: string;
}

/** Of long-term keys alone: other tags have capital letters too. */
const KEY_ID = /^AKIA[A-Z0-9]{12,}$/;
/** Two keys, and those that were there before; a stranger may have set any number of tags. */
const MAX_DESCRIPTIONS = 4;

interface OfKey {
  readonly credential: Credential;
  readonly evidence: Evidence;
  readonly verdict: Verdict;
}

/** The judged credentials of one user, their keys with what is known around them. */
export function withKeyContext<J extends OfKey>(
  ofUser: readonly J[],
  tags: ReadonlyMap<string, string> | undefined,
): (J & KeyContext)[] {
  const keyDescriptions = [...(tags ?? [])]
    .filter(([key, value]) => KEY_ID.test(key) && value !== '')
    .slice(0, MAX_DESCRIPTIONS)
    .map(([keyId, text]) => ({ keyId, text }));
  return ofUser.map((judged) => {
    if (judged.credential.kind === 'password') return judged;
    const other = ofUser.find((each) => each !== judged && each.credential.kind === 'accessKey');
    return {
      ...judged,
      ...(other ? { otherKey: { verdict: other.verdict.kind, lastUsed: lastUsed(other.evidence) } } : {}),
      ...(keyDescriptions.length > 0 ? { keyDescriptions } : {}),
    };
  });
}

function lastUsed(evidence: Evidence): Instant | 'never' {
  const used = evidence.kind === 'known' && evidence.signs.find(({ by }) => by === 'lastUsed');
  return used ? used.at : 'never';
}
