import type { Law } from './law';

/** 5: "Only the executor differs"; a preview leaves the ledger as it is. Plans are compared in `forks.ts`. */
export const dryRunWritesNothing: Law = {
  name: '5. Dry-run writes nothing',
  brokenBy: ({ journal }) =>
    journal.runs.flatMap(({ invocation, mode, preview, writes, calls }) => [
      ...((preview || mode !== 'enforce') && writes.length > 0
        ? [`#${invocation}: wrote in ${preview ? 'a preview' : 'dry-run'}`]
        : []),
      ...(preview && calls.includes('records.writeLedger')
        ? [`#${invocation}: a preview wrote the ledger`]
        : []),
      ...(preview && calls.includes('writer.disable') ? [`#${invocation}: a preview tried to write`] : []),
    ]),
};
