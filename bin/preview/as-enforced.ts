import type { Candidate } from '../../lambda/domain/remediation/candidate';
import type { Target } from '../../lambda/domain/remediation/confirm';
import { type AccessKeyId, isAccessKeyId } from '../../lambda/domain/identity';
import type { RunReport } from '../../lambda/domain/run-report';

/**
 * The run as an enforcing one would have reported it, if IAM had confirmed and disabled everything. Its digest is an
 * example and says so in its first lines.
 */
export function asEnforced(run: RunReport): RunReport {
  const { settings, evaluated, results } = run;
  return {
    ...run,
    example: true,
    trigger: 'scheduled',
    // Without a subscription nothing is enforced.
    subscribers: 1,
    settings: settings && { ...settings, mode: 'enforce' },
    evaluated: evaluated && { ...evaluated, mode: 'enforce' },
    results: results.map(({ candidate }, index) => ({
      candidate,
      target: targetOf(candidate, inventedKeyId(index + 1), run),
      outcome: { kind: 'disabled', responseLost: false },
    })),
  };
}

function targetOf({ credential }: Candidate, keyId: AccessKeyId, { now }: RunReport): Target {
  const { user } = credential;
  const identity = { ...user, createdAt: user.createdAt ?? now };
  return credential.kind === 'password'
    ? { kind: 'password', user: identity }
    : { kind: 'accessKey', user: identity, keyId: credential.id ?? keyId };
}

/** `AKIA000000001EXAMPLE`. A credential report has no key ids. */
function inventedKeyId(number: number): AccessKeyId {
  const id = `AKIA${String(number).padStart(9, '0')}EXAMPLE`;
  if (!isAccessKeyId(id)) throw new Error(`${id} is not a key id`);
  return id;
}
