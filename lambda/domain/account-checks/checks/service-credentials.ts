import { type Instant, utcDate, utcSecond } from '../../instant';
import { ACCOUNT, check, findingOf, type Severity, unavailableFact, user } from '../check';
import { deactivation } from '../../iam-command';
import { NO_CONTROLS } from '../controls';
import type { ServiceCredential } from '../facts';

/** Services whose credential is a bearer token. It can have an expiry date, but need not. */
const API_KEYS: ReadonlyMap<string, string> = new Map([
  ['bedrock.amazonaws.com', 'Bedrock API key'],
  ['logs.amazonaws.com', 'CloudWatch Logs API key'],
]);
const OTHERS: ReadonlyMap<string, string> = new Map([
  ['codecommit.amazonaws.com', 'CodeCommit credential'],
  ['cassandra.amazonaws.com', 'Keyspaces credential'],
]);

/** The credential report does not show these, and disabling a password or a key does not end them. */
export const serviceCredentials = check({
  id: 'serviceCredentials',
  title: 'active service-specific credentials, which iam-lapse does not disable',
  description:
    'Active API keys and passwords of single services: Bedrock, CloudWatch Logs, CodeCommit, Keyspaces',
  needs: ['serviceCredentials'],
  *find(facts) {
    const { serviceCredentials: read } = facts.account;
    if (read.kind !== 'read') {
      yield unavailableFact(ACCOUNT, read);
      return;
    }
    const active = read.value.filter((each) => mayBeUsed(each, facts.now));
    for (const each of active.toSorted((one, other) => rank(one) - rank(other))) {
      yield findingOf(facts, {
        subject: user(each.user),
        severity: severityOf(each),
        key: `${each.service} ${utcSecond(each.createdAt)}`,
        fact: factOf(each),
        fix: `${
          rank(each) === 0
            ? 'Move what uses it to a role, or to a key that expires. Then make it inactive.'
            : 'If nobody needs it, make it inactive.'
        } Delete it only after some days without an error.`,
        commands: [
          deactivation(
            'update-service-specific-credential',
            each.user,
            'service-specific-credential-id',
            each.id,
          ),
        ],
        controls: NO_CONTROLS,
      });
    }
  },
});

/** Any status but Inactive and Expired may still open the service. */
function mayBeUsed({ status, expiresAt }: ServiceCredential, now: Instant): boolean {
  return status !== 'Inactive' && status !== 'Expired' && (expiresAt === undefined || expiresAt > now);
}

/** API keys that never expire come first. */
function rank({ service, expiresAt }: ServiceCredential): number {
  if (!API_KEYS.has(service)) return 2;
  return expiresAt === undefined ? 0 : 1;
}

function severityOf(credential: ServiceCredential): Severity {
  const severities: readonly Severity[] = ['high', 'medium', 'low'];
  return severities[rank(credential)] ?? 'high';
}

function factOf({ service, createdAt, expiresAt, status }: ServiceCredential): string {
  const what = API_KEYS.get(service) ?? OTHERS.get(service) ?? `credential for ${service}`;
  const end = API_KEYS.has(service)
    ? `, ${expiresAt === undefined ? 'never expires' : `expires ${utcDate(expiresAt)}`}`
    : '';
  const state = status === 'Active' ? '' : `, status ${status}`;
  return `${what} of ${utcDate(createdAt)}${end}${state}`;
}
