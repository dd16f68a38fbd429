import { parseOptions as parseInvestigate } from '../../bin/investigate/options';
import { parseOptions as parseLock } from '../../bin/lock/options';
import { BadInput } from '../../bin/preview/errors';
import { parseOptions as parsePreview } from '../../bin/preview/options';
import { NOW } from '../support/builders';

const COMMANDS: Readonly<Record<string, (args: readonly string[]) => unknown>> = {
  preview: (args) => parsePreview(args, () => NOW),
  investigate: parseInvestigate,
  lock: parseLock,
};

it.each([
  ['preview --lve', "Unknown option '--lve': did you mean --live? --help lists the options"],
  ['preview -live', "Unknown option '-live': did you mean --live? --help lists the options"],
  ['preview -live=true', "Unknown option '-live': did you mean --live? --help lists the options"],
  ['preview -help', "Unknown option '-help': did you mean --help? --help lists the options"],
  ['preview --fail_on=stale', "Unknown option '--fail_on': did you mean --fail-on? --help lists the options"],
  ['preview --as-of 2026-11-20', "Unknown option '--as-of': did you mean --now? --help lists the options"],
  ['preview --constructor', "Unknown option '--constructor'; --help lists the options"],
  ['preview -x', "Unknown option '-x'; --help lists the options"],
  [
    'investigate bob --region x',
    "Unknown option '--region': did you mean --regions? --help lists the options",
  ],
  ['investigate bob -json', "Unknown option '-json': did you mean --json? --help lists the options"],
  ['lock bob --raeson x', "Unknown option '--raeson': did you mean --reason? --help lists the options"],
  ['lock bob --force', "Unknown option '--force'; --help lists the options"],
  ['preview --report', "Option '--report <value>' argument missing; --help lists the options"],
  ['preview foo.csv', "Unexpected argument 'foo.csv'; to judge a file: --report foo.csv"],
  [
    'preview exports/report',
    "Unexpected argument 'exports/report'; to judge a file: --report exports/report",
  ],
])('%s', (line, message) => {
  const [command = '', ...args] = line.split(' ');
  expect(() => COMMANDS[command]?.(args)).toThrow(expect.objectContaining({ name: BadInput.name, message }));
});
