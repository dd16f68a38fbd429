import type { Credential } from '../credential';
import type { Instant } from '../instant';
import { type Evidence, lastUseOf, useRecordedSince } from './evidence';
import type { Verdict, VerdictKind } from './verdict';

/** Helps a person to find out what an access key is for. No verdict depends on it. */
export interface KeyContext {
  /** The user's other active key, if there is one. */
  readonly otherKey?: { readonly verdict: VerdictKind; readonly lastUsed: Instant | 'never' | 'notRecorded' };
  /** Descriptions of the user's keys. The report has no key ids, so one may belong to either key. */
  readonly keyDescriptions?: readonly KeyDescription[];
}

/** The console keeps a key's description as a tag of the user, named by the key id. */
export interface KeyDescription {
  readonly keyId: string;
  readonly text: string;
}

/** Ids of long-term keys only, because other tag keys have capital letters too. */
const KEY_ID = /^AKIA[A-Z0-9]{12,}$/;
/** Enough for two keys and a few former ones. Users with tag permissions may set any number of tags. */
const MAX_DESCRIPTIONS = 4;

interface JudgedCredential {
  readonly credential: Credential;
  readonly evidence: Evidence;
  readonly verdict: Verdict;
}

/** Adds the context of each access key to the judged credentials of one user. */
export function withKeyContext<J extends JudgedCredential>(
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
      ...(other
        ? { otherKey: { verdict: other.verdict.kind, lastUsed: lastUseOf(other.evidence) ?? noUse(other) } }
        : {}),
      ...(keyDescriptions.length > 0 ? { keyDescriptions } : {}),
    };
  });
}

function noUse({ evidence }: JudgedCredential): 'never' | 'notRecorded' {
  return useRecordedSince(evidence) === undefined ? 'never' : 'notRecorded';
}
