import {
  type Answer,
  type AnswerItem,
  answerText,
  bytesOf,
  isDeed,
  ITEM_SECTIONS,
  MAX_ANSWER_BYTES,
  type PlannedCredential,
} from './answer';

/**
 * The answer without what it has no room for: first the entries that are no deeds, from the last section backwards; then
 * the youngest of the planned credentials, which wait for another day; deeds last of all, this run's before those of
 * earlier ones. All that is left out is counted, and the mail names the account's record beside the count.
 */
export function fittedAnswer(answer: Answer, maxBytes = MAX_ANSWER_BYTES): Answer {
  let over = bytesOf(answerText(answer)) - maxBytes;
  if (over <= 0) return answer;
  // What the counts themselves take.
  over += 32 * (ITEM_SECTIONS.length + 1);
  const lost = new Set<AnswerItem | PlannedCredential>();
  for (const each of inOrderOfLoss(answer)) {
    if (over <= 0) break;
    lost.add(each);
    // Instants are longer in the text than here.
    over -= bytesOf(JSON.stringify(each)) + 1;
  }
  const kept = <T extends AnswerItem | PlannedCredential>(list: readonly T[]) =>
    list.filter((each) => !lost.has(each));
  const planned = kept(answer.planned);
  const leftOut = { ...answer.leftOut };
  for (const each of lost) {
    if ('section' in each) leftOut[each.section] = (leftOut[each.section] ?? 0) + 1;
  }
  return {
    ...answer,
    planned,
    plannedLeftOut: answer.plannedLeftOut + answer.planned.length - planned.length,
    items: kept(answer.items),
    untold: answer.untold.map(({ runId, items }) => ({ runId, items: kept(items) })),
    leftOut,
  };
}

function inOrderOfLoss({ items, planned, untold }: Answer): (AnswerItem | PlannedCredential)[] {
  const latestFirst = [...untold.map((run) => run.items), items].toReversed();
  const entries = latestFirst.flatMap((list) => list.toReversed());
  return [
    ...entries
      .filter((item) => !isDeed(item))
      .toSorted((one, other) => ITEM_SECTIONS.indexOf(other.section) - ITEM_SECTIONS.indexOf(one.section)),
    ...planned.toReversed(),
    ...entries.filter(isDeed),
  ];
}
