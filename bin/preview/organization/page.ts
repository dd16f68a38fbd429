import { count } from '../../../lambda/domain/text';
import { documentOf } from '../page/document';
import { html, type Html } from '../page/html';
import { fact, haltBox } from '../page/page-header';
import { tile } from '../page/summary';
import { entriesOf } from '../page/words';
import { accountsTableOf, CLASSES } from './accounts-table';
import type { OrganizationRecord, OrganizationResult } from './record';

/** The page of an organization's past run. Without JavaScript, everything is still readable. */
export function pageOfOrganization({ result, rows }: OrganizationRecord): string {
  const { organizationId, at } = result;
  return documentOf({
    title: `iam-lapse ${organizationId}, ${at.slice(0, 10)}`,
    ...(rows.length === 0 ? {} : { script: 'page-script.js' }),
    style: 'accounts.css',
    body: html`${headerOf(result)}
      <main>${coverageOf(result)} ${rows.length === 0 ? undefined : accountsTableOf(rows)}</main>`,
  });
}

function headerOf(result: OrganizationResult): Html {
  const { organizationId, runId, at, trigger, preview, only, allotment } = result;
  const note = preview ? ' It was a preview: it changed nothing and gave no notice.' : '';
  const some = only ? ` It was of ${count(only.length, 'account')} alone, not of the organization.` : '';
  return html`<header>
    <p class="product">iam-lapse, past run of an organization</p>
    <h1>Unused credentials of organization <span class="id">${organizationId}</span></h1>
    ${haltBox('This run is not what it should be', problemsOf(result))}
    <p class="source">The record of run <b>${runId}</b>.${note}${some}</p>
    <dl class="facts">
      ${fact('As of', `${at.replace('T', ' ').slice(0, 16)} UTC`)} ${fact('Started', trigger)}
      ${fact('Mode', result.mode ?? 'not known')}
      ${
        allotment
          ? fact(
              'Limits',
              `room for ${allotment.room}, ${allotment.planned} planned, ${allotment.allotted} allotted`,
            )
          : undefined
      }
    </dl>
  </header>`;
}

/** Everything for which the page is not green. */
function problemsOf({ status, cause, halts, coverage, inFlight }: OrganizationResult): string[] {
  const mayBe = inFlight.reduce((sum, { actions }) => sum + actions.length, 0);
  const problems = [
    ...halts.map(({ effect, message }) =>
      effect === 'ranAsDryRun' ? `NOT ENFORCED: ${message}` : `HALTED: ${message}`,
    ),
    ...(mayBe > 0
      ? [`MAY HAVE BEEN DISABLED: ${count(mayBe, 'credential')} in ${count(inFlight.length, 'account')}`]
      : []),
    ...(coverage && coverage.uncovered > 0
      ? [`NOT COVERED: ${coverage.uncovered} of ${count(coverage.expected, 'account')}`]
      : []),
    ...(coverage && coverage.failedActions > 0 ? [`FAILED: ${count(coverage.failedActions, 'action')}`] : []),
  ];
  // Another release may know further ways to end.
  return problems.length === 0 && status !== 'completed' ? [`${status}: ${cause}`] : problems;
}

function coverageOf(result: OrganizationResult): Html {
  const { coverage, only } = result;
  const isWhole = problemsOf(result).length === 0;
  const of = only ? 'All accounts that it was asked for' : 'All accounts';
  return html`<section aria-labelledby="coverage">
    <h2 id="coverage">Coverage</h2>
    ${
      coverage === null
        ? html`<p>No account was swept.</p>`
        : html`${
              isWhole
                ? html`<p class="whole">
                    ${of} that are to be swept were: ${coverage.expected} of ${coverage.expected}.
                  </p>`
                : undefined
            }
            <ul class="tiles">
              ${entriesOf(CLASSES).map(([kind, words]) =>
                // What is green says that nothing is missing.
                tile(kind === 'completed' && !isWhole ? 'neutral' : kind, coverage[kind], words),
              )}
            </ul>`
    }
  </section>`;
}
