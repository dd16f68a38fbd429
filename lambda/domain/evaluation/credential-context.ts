import type { Credential } from '../credential';
import type { Instant } from '../instant';
import { type Evidence, lastUseOf, useRecordedSince } from './evidence';
import type { Verdict, VerdictKind } from './verdict';

/** Helps a person to find out what a credential is for, and whom to ask about it. No verdict depends on it. */
export interface CredentialContext {
  /** Who owns it, by a tag of the user. */
  readonly owner?: { readonly tag: string; readonly value: string };
  /** Another active key of the user, if there is one. Of several, the one that was used last. */
  readonly otherKey?: {
    readonly verdict: VerdictKind;
    readonly lastUsed: Instant | 'never' | 'notRecorded';
    /** The user has more than two active keys. */
    readonly isOneOfSeveral?: true;
  };
  /** Descriptions of the user's keys. The report has no key ids, so one may belong to either key. */
  readonly keyDescriptions?: readonly KeyDescription[];
}

/** The console keeps a key's description as a tag of the user, named by the key id. */
export interface KeyDescription {
  readonly keyId: string;
  readonly text: string;
}

/** Tag keys that people use for the owner, best first. IAM treats `Owner` and `owner` as the same key. */
const OWNER_TAGS = ['owner', 'email', 'contact'];

/** Ids of long-term keys only, because other tag keys have capital letters too. */
const KEY_ID = /^AKIA[A-Z0-9]{12,}$/;
/** Enough for two keys and a few former ones. Users with tag permissions may set any number of tags. */
const MAX_DESCRIPTIONS = 4;

interface JudgedCredential {
  readonly credential: Credential;
  readonly evidence: Evidence;
  readonly verdict: Verdict;
}

/** Adds the context to the judged credentials of one user. */
export function withContext<J extends JudgedCredential>(
  ofUser: readonly J[],
  tags: ReadonlyMap<string, string> | undefined,
): (J & CredentialContext)[] {
  const owner = ownerOf(tags);
  const keyDescriptions = [...(tags ?? [])]
    .filter(([key, value]) => KEY_ID.test(key) && value !== '')
    .slice(0, MAX_DESCRIPTIONS)
    .map(([keyId, text]) => ({ keyId, text }));
  return ofUser.map((judged) => {
    const owned = owner ? { ...judged, owner } : judged;
    if (judged.credential.kind === 'password') return owned;
    const otherKey = otherKeyOf(judged, ofUser);
    return {
      ...owned,
      ...(otherKey ? { otherKey } : {}),
      ...(keyDescriptions.length > 0 ? { keyDescriptions } : {}),
    };
  });
}

function ownerOf(tags: ReadonlyMap<string, string> | undefined): CredentialContext['owner'] {
  for (const name of OWNER_TAGS) {
    for (const [tag, value] of tags ?? []) {
      if (tag.toLowerCase() === name && value.trim() !== '') return { tag: name, value };
    }
  }
  return undefined;
}

function otherKeyOf(
  judged: JudgedCredential,
  ofUser: readonly JudgedCredential[],
): CredentialContext['otherKey'] {
  const others = ofUser.filter((each) => each !== judged && each.credential.kind === 'accessKey');
  const [other] = others.toSorted((one, two) => rankOf(two) - rankOf(one));
  if (!other) return undefined;
  return {
    verdict: other.verdict.kind,
    lastUsed: lastUseOf(other.evidence) ?? noUse(other),
    ...(others.length > 1 ? { isOneOfSeveral: true } : {}),
  };
}

/** By the last use. One that is not known tells a reader least. */
function rankOf(key: JudgedCredential): number {
  return key.verdict.kind === 'unclear' ? -Infinity : (lastUseOf(key.evidence) ?? 0);
}

function noUse({ evidence }: JudgedCredential): 'never' | 'notRecorded' {
  return useRecordedSince(evidence) === undefined ? 'never' : 'notRecorded';
}
