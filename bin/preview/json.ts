import { nameOf } from '../../lambda/domain/credential';
import { countsOf } from '../../lambda/domain/counts';
import { printableJson } from '../../lambda/domain/printable';
import { utcSecond } from '../../lambda/domain/instant';
import type { Verdict } from '../../lambda/domain/judge/verdict';
import type { Sweep } from '../../lambda/domain/sweep';

/** The verdicts for programs: `{accountId, now, counts, credentials: [{user, arn, credential, verdict, ...}]}`. */
export function toJson(sweep: Sweep): string {
  const credentials = (sweep.evaluation?.judged ?? []).map(({ credential, verdict }) => ({
    user: credential.user.name,
    arn: credential.user.arn,
    kind: credential.kind,
    credential: nameOf(credential),
    ...(credential.kind === 'accessKey' && credential.createdAt !== undefined
      ? { keyCreated: utcSecond(credential.createdAt) }
      : {}),
    ...verdictFields(verdict),
  }));
  const { account, now, policy } = sweep;
  return printableJson(
    JSON.stringify(
      {
        accountId: account.id,
        now: utcSecond(now),
        policySha256: policy?.sha256,
        counts: countsOf(sweep),
        credentials,
      },
      null,
      2,
    ),
  );
}

function verdictFields(verdict: Verdict): Record<string, string | number> {
  switch (verdict.kind) {
    case 'due':
    case 'stale':
      return {
        verdict: verdict.kind,
        reference: utcSecond(verdict.reference.at),
        referenceBy: verdict.reference.by,
        maxUnusedDays: verdict.maxUnusedDays,
        actOn: verdict.actOn,
      };
    case 'inUse':
      return {
        verdict: verdict.kind,
        reference: utcSecond(verdict.reference.at),
        referenceBy: verdict.reference.by,
      };
    case 'exempt':
      return {
        verdict: verdict.kind,
        reference: utcSecond(verdict.reference.at),
        exemption: verdict.exemption.name,
      };
    case 'held':
    case 'unclear':
      return { verdict: verdict.kind, cause: verdict.cause };
  }
}
