import { DAY } from '../../lambda/domain/instant';
import { BUCKET } from '../sweeps';
import type { Deployment } from './deployment';
import { type FakeOrganizationProcess, startFakeOrganization } from './fake-organization';
import { startFunctions } from './functions';
import type { OrganizationRun } from './measured';
import { execute } from './run';
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
  { accounts, usersEach, what, offsetMs }: Size & { readonly what: OrganizationRun['what']; readonly offsetMs: number },
): Promise<OrganizationRun> {
  const begun = performance.now();
  const functions = startFunctions(deployment, organization.environment, offsetMs);
  const ended = await execute(functions, organization, Date.now() + offsetMs);
  const wallMs = performance.now() - begun;
  const usage = await functions.end();
  const tally = await organization.tally();
  const { Judge: judged = 0, Act: acting = 0 } = ended.course.children;
  const isDue = what === 'enforcing' || what === 'a tenth lost';
  const run: OrganizationRun = {
    what,
    accounts,
    usersEach,
    status: ended.status,
    wallMs,
    judgeMs: ended.judgeMs,
    actMs: ended.actMs,
    judged,
    acting,
    lost: ended.lost.length,
    transitions: transitionsOf(deployment.machine, ended.course),
    tally,
    usage,
    without: what === 'a tenth lost' ? Array.from({ length: accounts }, (_, index) => index).filter(isLost).length : 0,
    missing: isDue ? Math.min(deployment.limit, tally.disabled + tally.left) - tally.disabled : 0,
  };
  if (process.env['BENCH_DEBUG']) console.log(JSON.stringify({ ...run, cause: ended.cause, lost: ended.lost.slice(0, 3) }, undefined, 1));
  return run;
}
