import type { Answer, Finding, Unread, Whom } from './check';
import type { Hygiene } from './hygiene';

/** The checks as `result.json` holds them: each that was made, whole. `user` is null for the account. */
export function hygieneRecord({ checks }: Hygiene) {
  return checks.map(({ id, answer }) => ({ id, result: answer.kind, ...partsOf(answer) }));
}

function partsOf(answer: Answer) {
  switch (answer.kind) {
    case 'compliant':
    case 'notAsked':
      return { findings: [], unreadable: [] };
    case 'failing':
      return { findings: answer.findings.map(findingRecord), unreadable: answer.unread.map(unreadRecord) };
    case 'unreadable':
      return { findings: [], unreadable: answer.unread.map(unreadRecord) };
  }
}

function findingRecord({ whom, severity, fact, fix, controls }: Finding) {
  return { user: nameOf(whom), severity, fact, fix, controls };
}

function unreadRecord({ whom, cause }: Unread) {
  return { user: nameOf(whom), cause };
}

function nameOf(whom: Whom): string | null {
  return whom.kind === 'user' ? whom.name : null;
}
