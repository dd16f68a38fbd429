import type { Ledger } from '../../../lambda/domain/ledger/schema';
import { ledgerText } from '../../../lambda/domain/ledger/text';
import type { DigestTopic, RecordStore } from '../../../lambda/ports';

// A preview tells nobody and leaves nothing behind: it reads its ledger, and what it writes is gone.

export const NO_TOPIC: DigestTopic = { subscribers: async () => 0, publish: async () => {} };

export function recordsInMemory(ledger: Ledger): RecordStore {
  const stored = { text: ledgerText(ledger), etag: '' };
  return {
    location: () => '',
    consoleUrl: () => undefined,
    readLedger: async () => stored,
    writeLedger: async (text) => ({ text, etag: '' }),
    write: async () => {},
    read: async () => undefined,
  };
}
