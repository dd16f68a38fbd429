import type { AccessKey, Credential } from '../credential';
import type { Judged } from '../evaluation/evaluate';
import type { AccessKeyId } from '../identity';
import { credentialId, parseCredentialId, secondId, SHARED } from './credential-id';
import type { Entry, Ledger } from './schema';

// The report names a key by its user and its second of creation, the ledger by its key id as well. Here the two meet.

/** The entries of a ledger, by credential of a report. */
export interface LedgerIndex {
  entryOf(credential: Credential): Entry | undefined;
  /** The id of a key that an earlier run has learnt. Undefined where more than one key may be meant. */
  keyIdOf(key: AccessKey): AccessKeyId | undefined;
}

export function indexOf({ credentials }: Ledger): LedgerIndex {
  /** By second: the id of its only key. A key that shares its second is identified by ListAccessKeys in each run. */
  const onlyIds = new Map<string, { readonly id: string; readonly keyId: AccessKeyId }>();
  for (const id of Object.keys(credentials)) {
    const parsed = parseCredentialId(id);
    if (!parsed?.isOnlyOfSecond || parsed.keyId === undefined) continue;
    onlyIds.set(id.slice(0, id.lastIndexOf('/')), { id, keyId: parsed.keyId });
  }
  const onlyIdOf = (key: AccessKey) => (key.hasTwin ? undefined : onlyIds.get(secondId(key) ?? ''));
  return {
    entryOf(credential) {
      const id = credentialId(credential);
      if (id === undefined) return undefined;
      if (credential.kind === 'password' || credential.id !== undefined) return credentials[id];
      const only = onlyIdOf(credential);
      return only ? credentials[only.id] : unnamedEntry(credentials, credential);
    },
    keyIdOf: (key) => onlyIdOf(key)?.keyId,
  };
}

/** An entry that a run wrote before it knew the key id, or a release that had no key ids. */
function unnamedEntry(credentials: Ledger['credentials'], key: AccessKey): Entry | undefined {
  const [own, asTwin] = unnamedIds(key).map((id) => credentials[id]);
  return own || asTwin ? { ...asTwin, ...own } : undefined;
}

/** The ids that a key may have had before its key id was known: while it had a twin, its id ended in its last use. */
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
  const credentials = { ...ledger.credentials };
  let moved = false;
  for (const key of keys) {
    const id = credentialId(key);
    if (key.id === undefined || id === undefined) continue;
    // A key whose twin was deleted has had `#shared` behind its id.
    const shared = `${secondId(key) ?? ''}/${key.id}${SHARED}`;
    for (const earlier of [...unnamedIds(key), shared]) {
      const entry = credentials[earlier];
      const isOthers = entry?.keyId !== undefined && entry.keyId !== key.id;
      if (!entry || earlier === id || isOthers || (claims.get(earlier) ?? 0) > 1) continue;
      delete credentials[earlier];
      credentials[id] = { ...entry, ...credentials[id], keyId: key.id };
      moved = true;
    }
  }
  return moved ? { ...ledger, credentials } : ledger;
}
