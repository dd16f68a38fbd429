import type { Credential } from '../credential';
import { isAccessKeyId } from '../identity';
import type { Verdict, VerdictKind } from './verdict';

/** What helps a person to find out what an access key is for. No verdict depends on it. */
export interface KeyContext {
  /** Verdict on the user's other active key, if there is one. */
  readonly otherKey?: VerdictKind;
  /** Of the user's keys, which the report does not name; absent where there are none, or tags were not read. */
  readonly keyDescriptions?: readonly KeyDescription[];
}

/** The console keeps a key's description as a tag of the user, named by the key id. */
export interface KeyDescription {
  readonly keyId: string;
  readonly text: string;
}

interface OfKey {
  readonly credential: Credential;
  readonly verdict: Verdict;
}

/** The judged credentials of one user, their keys with what is known around them. */
export function withKeyContext<J extends OfKey>(
  ofUser: readonly J[],
  tags: ReadonlyMap<string, string> | undefined,
): (J & KeyContext)[] {
  const keyDescriptions = [...(tags ?? [])]
    .filter(([key, value]) => isAccessKeyId(key) && value !== '')
    .map(([keyId, text]) => ({ keyId, text }));
  return ofUser.map((judged) => {
    if (judged.credential.kind === 'password') return judged;
    const other = ofUser.find((each) => each !== judged && each.credential.kind === 'accessKey');
    return {
      ...judged,
      ...(other ? { otherKey: other.verdict.kind } : {}),
      ...(keyDescriptions.length > 0 ? { keyDescriptions } : {}),
    };
  });
}
