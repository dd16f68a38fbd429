import { inspect } from 'node:util';
import { printable } from '../../lambda/domain/text';
import { memberTemplate } from '../../lib/organization/member-stack';
import { delegationPolicy } from '../../lib/organization/organization-reads';
import { refuseTakenByNpm } from '../npm-took';
import { BadInput } from '../preview/errors';
import type { PreviewIo } from '../preview/main';
import { type Options, OPTIONS, parseOptions } from './options';
import { USAGE } from './usage';

/**
 * Runs the command line. It never throws.
 *
 * @returns the exit code
 */
export function printMemberTemplate(args: readonly string[], io: PreviewIo): number {
  try {
    refuseTakenByNpm({ name: 'member-template', options: OPTIONS }, args, io.env);
    io.stdout.write(`${textOf(parseOptions(args))}\n`);
    return 0;
  } catch (error) {
    // The message may quote what was typed.
    io.stderr.write(`${error instanceof BadInput ? printable(error.message) : inspect(error)}\n`);
    return error instanceof BadInput ? 2 : 1;
  }
}

function textOf(options: Options): string {
  switch (options.task) {
    case 'help':
      return USAGE;
    case 'delegationPolicy':
      return JSON.stringify(delegationPolicy(options.partition, options.central), null, 2);
    case 'template':
      return memberTemplate({
        reportOnly: options.reportOnly,
        ...(options.central !== undefined && { centralAccountId: options.central }),
        ...(options.organization !== undefined && { organizationId: options.organization }),
      });
  }
}
