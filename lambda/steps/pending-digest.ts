import type { Digest } from '../domain/digest/digest';
import { MAX_BYTES } from '../domain/digest/section';
import { COLUMNS } from '../domain/digest/text';
import type { Instant } from '../domain/instant';
import { reportReference } from '../domain/judge/evidence';
import { credentialId } from '../domain/ledger/credential-id';
import type { PendingDigest } from '../domain/ledger/schema';
import type { Draft } from './course';

/** As it stands in the ledger until somebody has it. */
export function pendingDigest(digest: Digest, draft: Draft): PendingDigest {
  return {
    runId: draft.runId,
    subject: digest.subject,
    body: digest.body,
    announces: announcedIn(digest, draft),
  };
}

/** By ledger id, with the reference time that stood in the digest. */
export function announcedIn({ announced }: Digest, { evaluation }: Draft): Record<string, Instant> {
  const evidence = new Map((evaluation?.judged ?? []).map((judged) => [judged.credential, judged.evidence]));
  return Object.fromEntries(
    announced.flatMap((credential) => {
      const id = credentialId(credential);
      const known = evidence.get(credential);
      const reference = known && reportReference(known);
      return id === undefined || reference === undefined ? [] : [[id, reference] as const];
    }),
  );
}

/** What waits already goes first and is never dropped: it may tell of deeds. */
export function joined(
  waiting: PendingDigest | null,
  pending: PendingDigest,
  { record: where }: Draft,
): PendingDigest {
  if (!waiting) return pending;
  const rule = '-'.repeat(COLUMNS);
  const body = `${waiting.body}\n${rule}\n${pending.subject}\n\n${pending.body}`;
  if (new TextEncoder().encode(body).length <= MAX_BYTES) {
    return { ...waiting, body, announces: { ...waiting.announces, ...pending.announces } };
  }
  const noRoom = `${waiting.body}\n${rule}\n${pending.subject}\n(no room; see ${where ?? 'the records'})\n`;
  return new TextEncoder().encode(noRoom).length <= MAX_BYTES ? { ...waiting, body: noRoom } : waiting;
}
