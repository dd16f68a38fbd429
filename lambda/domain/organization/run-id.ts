import { sha256 } from '../sha256';

/**
 * `20261120T070000Z` of a scheduled run, `20261120T070000Z-1a2b3c4d` of one by hand, `20261120T070000Z-preview-1a2b3c4d` of a
 * preview. The execution alone decides the last part, so that a step which Step Functions retries finds its run again.
 *
 * @param time in ISO 8601 basic format
 */
export function runIdByHand(
  time: string,
  executionArn: string,
  { preview }: { readonly preview: boolean },
): string {
  return `${time}${preview ? PREVIEW : '-'}${sha256(executionArn).slice(0, 8)}`;
}

const PREVIEW = '-preview-';

/** A preview has records and no ledger: its records do not show that there has been one. */
export function isPreview(runId: string): boolean {
  return runId.includes(PREVIEW);
}
