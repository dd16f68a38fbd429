import type { OutcomeKind } from '../../../lambda/domain/remediation/outcome';
import type { SignKind } from '../../../lambda/domain/evaluation/evidence';
import type { VerdictKind } from '../../../lambda/domain/evaluation/verdict';

/** How the page names a kind, and a short explanation. */
interface Words {
  readonly name: string;
  readonly meaning: string;
}

/** The most urgent first. */
export const VERDICTS: Readonly<Record<VerdictKind, Words>> = {
  stale: { name: 'stale', meaning: 'unused for the limit or longer' },
  due: { name: 'due', meaning: 'will be stale within the notice period' },
  unclear: { name: 'unclear', meaning: 'the evidence is not sufficient' },
  held: { name: 'held', meaning: 'restored, so left alone' },
  exempt: { name: 'exempt', meaning: 'an exemption protects it' },
  inUse: { name: 'in use', meaning: 'within the limit' },
};

/** Of planned actions, the gravest first. */
export const OUTCOMES: Readonly<Record<OutcomeKind, Words>> = {
  failed: { name: 'failed', meaning: 'IAM did not disable it' },
  disabled: { name: 'disabled', meaning: 'by this run' },
  wouldDisable: { name: 'would be disabled', meaning: 'dry-run, so it was not' },
  refused: { name: 'refused', meaning: 'the check in IAM contradicted the report' },
  deferred: { name: 'deferred', meaning: 'left for a later run' },
  alreadyAbsent: { name: 'already absent', meaning: 'gone before this run' },
};

/** The same for a preview, which has no run that could have done something. */
export const PREVIEW_OUTCOMES: typeof OUTCOMES = {
  ...OUTCOMES,
  failed: { name: 'failed', meaning: 'IAM could not be read for it' },
  wouldDisable: { name: 'would be disabled', meaning: 'if its notice ends by today' },
  deferred: { name: 'deferred', meaning: 'its check in IAM was put off' },
};

/** The event from which the days are counted, before its date. The digest uses the same words. */
export const SINCE: Readonly<Record<SignKind, string>> = {
  lastUsed: 'since its last use',
  lastChanged: 'since it was set',
  lastRotated: 'since it was created',
  created: 'since it was created',
  restored: 'since it was enabled again',
  otherCredential: "since the user's other credentials",
};

/** `Object.entries` with typed keys. */
export function entriesOf<K extends string>(table: Readonly<Record<K, Words>>): [K, Words][] {
  const isKey = (key: string): key is K => key in table;
  return Object.entries<Words>(table).flatMap(([key, words]) => (isKey(key) ? [[key, words]] : []));
}

/** The page's name for a kind. An unknown kind, from another release's record, is shown as it is. */
export function nameIn<K extends string>(table: Readonly<Record<K, Words>>, kind: string): string {
  return entriesOf(table).find(([key]) => key === kind)?.[1].name ?? kind;
}
