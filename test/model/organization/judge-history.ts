import { fc, runs } from '../../support/runs';
import { organizationHistory } from './arbitrary';
import type { OrganizationHistory } from './history';
import { ORGANIZATION_LAWS } from './laws';
import { playOrganization } from './play';
import { ORGANIZATION_PROGRAM, type OrganizationProgram } from './program';
import { smallestHistory } from './smallest';
import { timelineOf } from './timeline';

/** How many histories all laws are tried on. Each costs half a second. */
export const HISTORIES = runs(5);

/** How the laws are broken when the program lives through that history, by law. */
export async function organizationFaults(
  history: OrganizationHistory,
  program: OrganizationProgram,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const world = await playOrganization(history, program);
  return new Map(ORGANIZATION_LAWS.map(({ name, brokenBy }) => [name, brokenBy(world)]));
}

// All laws are asked about the same histories, so that each is played once.
const judged = new Map<string, ReadonlyMap<string, readonly string[]>>();

async function judgedBy(law: string, history: OrganizationHistory): Promise<readonly string[]> {
  const text = JSON.stringify(history);
  const verdicts = judged.get(text) ?? (await organizationFaults(history, ORGANIZATION_PROGRAM));
  judged.set(text, verdicts);
  return verdicts.get(law) ?? ['there is no such law'];
}

/** How the law is broken, as the timeline of a small history in which it is; empty when it holds in all. */
export async function organizationCounterexample(law: string): Promise<string> {
  const property = fc.asyncProperty(
    organizationHistory,
    async (history) => (await judgedBy(law, history)).length === 0,
  );
  const found = await fc.check(property, { numRuns: HISTORIES, endOnFailure: true });
  if (!found.failed) return '';
  const [history] = found.counterexample ?? [];
  if (!history) return fc.defaultReportMessage(found) ?? 'failed';
  const least = await smallestHistory(history, async (smaller) => (await judgedBy(law, smaller)).length > 0);
  const { journal } = await playOrganization(least, ORGANIZATION_PROGRAM);
  return `${(await judgedBy(law, least)).join('\n')}\n${JSON.stringify(least)}\n${timelineOf(journal)}`;
}
