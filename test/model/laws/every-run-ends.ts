import { HALT_REASONS } from '../../../lambda/domain/halt';
import type { Ending } from '../journal';
import type { Law } from './law';

/** Every run ends in an answer or in an error that has a name, unless the function is killed. */
export const everyRunEnds: Law = {
  name: 'Every run ends in an answer or a named error',
  brokenBy: ({ journal }) =>
    journal.runs
      .filter(({ ending }) => !isNamed(ending))
      .map(({ invocation, ending }) => `#${invocation} ended so: ${JSON.stringify(ending)}`),
};

function isNamed(ending: Ending | undefined): boolean {
  switch (ending?.kind) {
    case 'answered':
      return ['completed', 'already-ran'].includes(ending.status);
    case 'threw':
      return (
        // "A fault of this program's own" is a bug wherever it comes from.
        !ending.message.includes('unexpected failure') &&
        !ending.message.includes('\n') &&
        (ending.name === 'ActionsFailed' ||
          (ending.name === 'SweepHalted' && HALT_REASONS.some((reason) => reason === ending.reason)))
      );
    case 'killed':
    case 'refused':
      return true;
    case 'hung':
    case undefined:
      return false;
  }
}
