import { DAY } from '../../lambda/domain/instant';
import { allowance } from '../../lambda/domain/remediation/plan';
import { BUCKET } from '../sweeps';
import type { Deployment } from './deployment';
import { type FakeOrganizationProcess, startFakeOrganization } from './fake-organization';
import { startFunctions } from './functions';
import type { OrganizationRun } from './measured';
import { execute } from './run';
import type { Tally } from './process/messages';
import { isLost } from './staff';
import { transitionsOf } from './transitions';

export type Progress = <T>(name: string, run: () => Promise<T>) => Promise<T>;

interface Size {
  readonly accounts: number;
  readonly usersEach: number;
}

type Day = readonly [after: number, what: OrganizationRun['what']];

/**
 * The days of one organization: notice is given, nothing happens, notice is over. Its accounts enforce from the first day,
 * and IAM throttles each of them. Each day begins with cold functions.
 */
export async function organizationRuns(
  deployment: Deployment,
  size: Size,
  days: readonly Day[],
  progress: Progress,
): Promise<OrganizationRun[]> {
  const name = `${size.accounts} accounts of ${size.usersEach} users`;
  const organization = await progress(`${name}: made`, () =>
    startFakeOrganization({ ...size, bucket: BUCKET, parameters: deployment.parameters }),
  );
  const runs: OrganizationRun[] = [];
  let day = 0;
  for (const [after, what] of days) {
    day += after;
    await organization.advance(after);
    if (what === 'a tenth lost') await organization.lose();
    runs.push(
      await progress(`${name}: ${what}`, () =>
        measured(deployment, organization, { ...size, what, offsetMs: day * DAY }),
      ),
    );
  }
  organization.end();
  return runs;
}

async function measured(
  deployment: Deployment,
  organization: FakeOrganizationProcess,
  {
    accounts,
    usersEach,
    what,
    offsetMs,
  }: Size & { readonly what: OrganizationRun['what']; readonly offsetMs: number },
): Promise<OrganizationRun> {
  const begun = performance.now();
  const functions = startFunctions(deployment, organization.environment, offsetMs);
  const ended = await execute(functions, organization, Date.now() + offsetMs);
  const wallMs = performance.now() - begun;
  if (ended.lost.length > 0) console.log(ended.lost.slice(0, 3).join('\n'));
  const usage = await functions.end();
  const tally = await organization.tally();
  const { Judge: judged = 0, Act: acting = 0 } = ended.course.children;
  const isDue = what === 'enforcing' || what === 'a tenth lost';
  return {
    what,
    accounts,
    usersEach,
    status: ended.status,
    wallMs,
    ms: ended.ms,
    judged,
    acting,
    lost: ended.lost.length,
    transitions: transitionsOf(deployment.machine, ended.course),
    tally,
    usage,
    without:
      what === 'a tenth lost'
        ? Array.from({ length: accounts }, (_, index) => index).filter(isLost).length
        : 0,
    missing: isDue ? missingOf(tally, accounts, deployment) : 0,
  };
}

/**
 * How many more had to be disabled: as many as the limits of the organization and of each account have room for. No day is
 * within 20 h of another.
 */
function missingOf(
  { disabled, left, active }: Tally,
  accounts: number,
  { limits, accountLimit }: Deployment,
): number {
  const room = Math.min(allowance(limits, { activeCredentials: active + disabled }), accounts * accountLimit);
  return Math.max(0, Math.min(room, disabled + left) - disabled);
}
