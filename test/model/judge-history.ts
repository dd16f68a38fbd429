import { type History, history } from './history';
import { smallest } from './smallest';
import { LAWS } from './laws';
import { play } from './play';
import { PROGRAM, type Program } from './program';
import { timelineOf } from './timeline';
import { fc, LAW_RUNS } from '../support/runs';

/** How the law is broken when the program lives through that history. */
export async function faultsIn(lived: History, law: string, program: Program): Promise<readonly string[]> {
  const world = await play(lived, program);
  return LAWS.find(({ name }) => name === law)?.brokenBy(world) ?? [];
}

// All laws are asked about the same histories, so that each is played once.
const judged = new Map<string, ReadonlyMap<string, readonly string[]>>();

async function judgedBy(law: string, lived: History): Promise<readonly string[]> {
  const text = JSON.stringify(lived);
  let verdicts = judged.get(text);
  if (!verdicts) {
    const world = await play(lived, PROGRAM);
    verdicts = new Map(LAWS.map(({ name, brokenBy }) => [name, brokenBy(world)]));
    judged.set(text, verdicts);
  }
  return verdicts.get(law) ?? ['there is no such law'];
}

/** How the law is broken, as the timeline of a small history in which it is; empty when it holds in all. */
export function counterexample(law: string): Promise<string> {
  return counterexampleTo((lived) => judgedBy(law, lived), LAW_RUNS);
}

export async function counterexampleTo(
  faultsOf: (lived: History) => Promise<readonly string[]>,
  numRuns: number,
): Promise<string> {
  const property = fc.asyncProperty(history, async (lived) => (await faultsOf(lived)).length === 0);
  const found = await fc.check(property, { numRuns, endOnFailure: true });
  if (!found.failed) return '';
  const [lived] = found.counterexample ?? [];
  if (!lived) return fc.defaultReportMessage(found) ?? 'failed';
  const least = await smallest(lived, async (smaller) => (await faultsOf(smaller)).length > 0);
  const { journal } = await play(least, PROGRAM);
  const faults = (await faultsOf(least)).join('\n');
  return `${faults}\nPolicy ${JSON.stringify(least.policy)}\n${timelineOf(journal)}`;
}
