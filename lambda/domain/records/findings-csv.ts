import { stringify } from 'csv-stringify/sync';
import { keyIdOf } from '../remediation/confirm';
import type { Result } from '../remediation/outcome';
import { utcSecond } from '../instant';
import { lastUseOf } from '../evaluation/evidence';
import type { Judged } from '../evaluation/evaluate';
import type { RunReport } from '../run-report';
import { clean } from '../text';

const COLUMNS = [
  'user',
  'arn',
  'credential',
  'keyCreated',
  'verdict',
  'lastUsed',
  'lastUsedService',
  'lastUsedRegion',
  'reference',
  'referenceBy',
  'maxUnusedDays',
  'override',
  'actOn',
  'noticeGiven',
  'exemption',
  'cause',
  'outcome',
  'outcomeCause',
  // New columns come at the end, for scripts that read columns by number (docs/design.md §3.7).
  'keyId',
  'announcedAt',
  'lastChanged',
  'owner',
  'strictCis',
] as const;
/** One judged credential as a row of `findings.csv`; a cell that does not apply is absent. */
export type FindingRow = Partial<Record<(typeof COLUMNS)[number], string | number | boolean>>;

/** All judged credentials with their evidence and, if there is one, their outcome. */
export function findingsOf({ evaluated, results }: Pick<RunReport, 'evaluated' | 'results'>): FindingRow[] {
  const resultByCredential = new Map(results.map((result) => [result.candidate.credential, result] as const));
  return (evaluated?.evaluation.judged ?? []).map((judged) => {
    const result = resultByCredential.get(judged.credential);
    return { ...rowOf(judged), ...(result ? outcomeCells(result) : {}) };
  });
}

/** Only the live look knows the id of a key: the report has none. */
function outcomeCells({ outcome, target }: Result): FindingRow {
  const keyId = keyIdOf(target);
  return {
    outcome: outcome.kind,
    ...('cause' in outcome ? { outcomeCause: outcome.cause } : {}),
    ...(keyId === undefined ? {} : { keyId }),
  };
}

/**
 * `findings.csv` (docs/design.md §3.7). A cell that a spreadsheet would take for a formula begins with an apostrophe.
 * There is no byte order mark, because scripts would read it as part of the first column's name.
 */
export function findingsCsv({ evaluated, results }: Pick<RunReport, 'evaluated' | 'results'>): string {
  return stringify(findingsOf({ evaluated, results }), {
    header: true,
    columns: [...COLUMNS],
    escape_formulas: true,
    record_delimiter: 'windows',
    cast: { boolean: (value) => String(value) },
  });
}

function rowOf({ credential, evidence, verdict, owner, strictCis }: Judged): FindingRow {
  const used = lastUseOf(evidence);
  const changed =
    evidence.kind === 'known' ? evidence.signs.find(({ by }) => by === 'lastChanged')?.at : undefined;
  const lastUse = evidence.kind === 'known' ? evidence.lastUse : undefined;
  const { user } = credential;
  return {
    user: user.name,
    arn: user.arn,
    credential: credential.kind,
    verdict: verdict.kind,
    strictCis,
    ...(credential.kind === 'accessKey' && credential.createdAt !== undefined
      ? { keyCreated: utcSecond(credential.createdAt) }
      : {}),
    ...(used === undefined ? {} : { lastUsed: utcSecond(used) }),
    ...(changed === undefined ? {} : { lastChanged: utcSecond(changed) }),
    ...(lastUse ? { lastUsedService: lastUse.service, lastUsedRegion: lastUse.region } : {}),
    ...('reference' in verdict
      ? { reference: utcSecond(verdict.reference.at), referenceBy: verdict.reference.by }
      : {}),
    ...(verdict.kind === 'due' || verdict.kind === 'stale'
      ? { maxUnusedDays: verdict.maxUnusedDays, override: verdict.override ?? '', actOn: verdict.actOn }
      : {}),
    ...('announcedAt' in verdict && verdict.announcedAt !== undefined
      ? { announcedAt: utcSecond(verdict.announcedAt) }
      : {}),
    ...(verdict.kind === 'stale' ? { noticeGiven: verdict.noticeGiven } : {}),
    ...(verdict.kind === 'exempt' ? { exemption: verdict.exemption.name } : {}),
    ...('cause' in verdict ? { cause: verdict.cause } : {}),
    ...(owner ? { owner: clean(owner.value) } : {}),
  };
}
