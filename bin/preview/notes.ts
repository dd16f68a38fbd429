// What a preview cannot know, for whoever compares it with the mails of a deployed stack.

/** Of a report from a file. */
export const FROM_REPORT_ALONE =
  'From a report alone: tags, groups and key ids are not known, and no live look was taken. A credential whose exemption hangs on a tag or a group is called unclear.';

interface Assumed {
  readonly assumeAnnounced: boolean;
}

/** From when notice counts, as a clause. */
export function noticeOf({ assumeAnnounced }: Assumed): string {
  return assumeAnnounced ? 'all notice counts as given' : 'notice counts from today';
}

/** Of every preview, the live one too: the ledger is the stack's. */
export function withoutLedger(assumed: Assumed): string {
  return `No ledger is read: ${noticeOf(assumed)}, and restores are not known. Where a stack is deployed, the day in its last mail counts.`;
}
