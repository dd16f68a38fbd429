import { machine } from '../machine';
import { writePart } from '../parts';
import { organizationRuns, type Progress } from './bench';
import { synthesizedOrganization } from './deployment';
import type { OrganizationRun } from './measured';
import { organizationText } from './results';
import { organizationBroken } from './targets';

/** `BENCH_ACCOUNTS=50 npm run bench -- organization` tries the bench itself, and leaves RESULTS.md as it is. */
const FEWER = process.env['BENCH_ACCOUNTS'];

/**
 * `npm run bench -- organization` measures a run of an organization on this machine. It takes some ten minutes, prints the
 * tables and writes them to the second part of RESULTS.md.
 *
 * @returns what is wrong on any machine
 */
export async function organizationBench(progress: Progress): Promise<string[]> {
  const start = performance.now();
  const on = machine();
  const deployment = synthesizedOrganization();
  try {
    const runs: OrganizationRun[] = [
      ...(await organizationRuns(
        deployment,
        { accounts: Number(FEWER ?? 1_000), usersEach: 5 },
        [
          [0, 'first day'],
          [1, 'quiet day'],
          [7, 'enforcing'],
          [1, 'a tenth lost'],
        ],
        progress,
      )),
      ...(await organizationRuns(
        deployment,
        { accounts: FEWER === undefined ? 20 : 2, usersEach: 5_000 },
        [
          [0, 'first day'],
          [1, 'quiet day'],
          [7, 'enforcing'],
        ],
        progress,
      )),
    ];
    const { priced } = deployment;
    const text = organizationText({ machine: on, tookMs: performance.now() - start, runs, priced });
    console.log(`\n${text}`);
    if (FEWER === undefined) writePart('organization', text);
    return organizationBroken(runs);
  } finally {
    deployment.remove();
  }
}
