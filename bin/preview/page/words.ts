import type { OutcomeKind } from '../../../lambda/domain/remediation/outcome';
import type { SignKind } from '../../../lambda/domain/evaluation/evidence';
import type { VerdictKind } from '../../../lambda/domain/evaluation/verdict';

/** What the page calls it, and what that means in half a line. */
interface Words {
  readonly name: string;
  readonly meaning: string;
}

/** In the order in which they ask for attention. */
export const VERDICTS: Readonly<Record<VerdictKind, Words>> = {
  stale: { name: 'stale', meaning: 'unused for longer than the limit' },
  due: { name: 'due', meaning: 'stale within the days of notice' },
  unclear: { name: 'unclear', meaning: 'the evidence does not suffice' },
  held: { name: 'held', meaning: 'restored, so left alone' },
  exempt: { name: 'exempt', meaning: 'an exemption protects it' },
  inUse: { name: 'in use', meaning: 'within the limit' },
};

export const OUTCOMES: Readonly<Record<OutcomeKind, Words>> = {
  failed: { name: 'failed', meaning: 'IAM did not do it' },
  disabled: { name: 'disabled', meaning: 'by this run' },
  wouldDisable: { name: 'would be disabled', meaning: 'dry-run, so it was not' },
  refused: { name: 'refused', meaning: 'the last look contradicted the report' },
  deferred: { name: 'deferred', meaning: 'for a later run' },
  alreadyAbsent: { name: 'already absent', meaning: 'gone before this run' },
};

/** From what the days are counted; nothing to say for a use. */
export const SINCE: Readonly<Record<SignKind, string>> = {
  lastUsed: '',
  lastChanged: 'since it was set',
  lastRotated: 'since its creation',
  created: 'since its creation',
  restored: 'since it was restored',
  otherCredential: "since another of the user's",
};

/** The entries of a table of words, typed by its own keys. */
export function entriesOf<K extends string>(table: Readonly<Record<K, Words>>): [K, Words][] {
  const isKey = (key: string): key is K => key in table;
  return Object.entries<Words>(table).flatMap(([key, words]) => (isKey(key) ? [[key, words]] : []));
}

/** The words for a kind as a record has it; a kind that nobody knows speaks for itself. */
export function nameIn<K extends string>(table: Readonly<Record<K, Words>>, kind: string): string {
  return entriesOf(table).find(([key]) => key === kind)?.[1].name ?? kind;
}
