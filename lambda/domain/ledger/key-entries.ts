import type { AccessKey, Credential } from '../credential';
import type { Judged } from '../evaluation/evaluate';
import type { AccessKeyId } from '../identity';
import { credentialId, parseCredentialId, secondId } from './credential-id';
import type { Entry, Ledger } from './schema';

// The report names a key by its user and its second of creation, the ledger by its key id as well. Here the two meet.

/** The entries of a ledger, by credential of a report. */
export interface LedgerIndex {
  entryOf(credential: Credential): Entry | undefined;
  /** The id of a key that an earlier run has learnt. Undefined where more than one key may be meant. */
  keyIdOf(key: AccessKey): AccessKeyId | undefined;
}

export function indexOf({ credentials }: Ledger): LedgerIndex {
  const idsBySecond = new Map<string, string[]>();
  for (const id of Object.keys(credentials)) {
    const at = parseCredentialId(id)?.keyId === undefined ? -1 : id.lastIndexOf('/');
    if (at < 0) continue;
    const second = id.slice(0, at);
    idsBySecond.set(second, [...(idsBySecond.get(second) ?? []), id]);
  }
  /** The one entry with a key id of this second. Twins share a second, so theirs may be anybody's. */
  const namedId = (key: AccessKey): string | undefined => {
    const second = secondId(key);
    const [only, ...more] = second === undefined || key.hasTwin ? [] : (idsBySecond.get(second) ?? []);
    return more.length === 0 ? only : undefined;
  };
  return {
    entryOf(credential) {
      const id = credentialId(credential);
      if (id === undefined) return undefined;
      if (credential.kind === 'password' || credential.id !== undefined) return credentials[id];
      const named = namedId(credential);
      return named === undefined ? unnamedEntry(credentials, credential) : credentials[named];
    },
    keyIdOf(key) {
      const named = namedId(key);
      return named === undefined ? undefined : parseCredentialId(named)?.keyId;
    },
  };
}

/** An entry that a run wrote before it knew the key id, or a release that had no key ids. */
function unnamedEntry(credentials: Ledger['credentials'], key: AccessKey): Entry | undefined {
  const [own, asTwin] = unnamedIds(key).map((id) => credentials[id]);
  return own || asTwin ? { ...asTwin, ...own } : undefined;
}

/** The ids that a key may have had: while it had a twin, its id ended in its last use. */
function unnamedIds(key: AccessKey): string[] {
  const second = secondId(key);
  if (second === undefined) return [];
  const asTwin = `${second}#${key.lastUse}`;
  return key.hasTwin ? [asTwin] : [second, asTwin];
}

/**
 * Moves what the ledger knows about a key to its key id, as soon as that is known. Of two keys that may both be meant
 * neither inherits: a notice is never handed from one key to another.
 */
export function withKeysNamed(ledger: Ledger, judged: readonly Pick<Judged, 'credential'>[]): Ledger {
  const keys = judged.flatMap(({ credential }) => (credential.kind === 'accessKey' ? [credential] : []));
  const claims = new Map<string, number>();
  for (const id of keys.flatMap(unnamedIds)) claims.set(id, (claims.get(id) ?? 0) + 1);
  let credentials = ledger.credentials;
  for (const key of keys) {
    const id = credentialId(key);
    if (key.id === undefined || id === undefined) continue;
    for (const unnamed of unnamedIds(key)) {
      const entry = credentials[unnamed];
      const isOthers = entry?.keyId !== undefined && entry.keyId !== key.id;
      if (!entry || isOthers || (claims.get(unnamed) ?? 0) > 1) continue;
      const { [unnamed]: _moved, ...rest } = credentials;
      credentials = { ...rest, [id]: { ...entry, ...rest[id], keyId: key.id } };
    }
  }
  return credentials === ledger.credentials ? ledger : { ...ledger, credentials };
}
