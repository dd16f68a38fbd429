import { utcSecond } from '../../../lambda/domain/instant';
import type { Mode } from '../../../lambda/domain/settings';
import type { Exemption, Policy } from '../../../lambda/domain/policy/schema';
import { html, type Html, withDates } from './html';
import type { PageData } from './page-data';
import { isPreview, sourceOf } from './source';

/** The account, what was judged, when, and by which rules. Halts come before everything else. */
export function pageHeaderOf({
  accountId,
  accountAlias,
  at,
  source,
  notes,
  mode,
  halts,
  policy,
}: PageData): Html {
  const account =
    accountAlias === undefined
      ? html`<span class="id">${accountId}</span>`
      : html`${accountAlias} <span class="id">(${accountId})</span>`;
  return html`<header>
    <p class="product">iam-lapse, ${isPreview(source) ? 'preview' : 'past run'}</p>
    <h1>Unused credentials of account ${account}</h1>
    ${haltBox(isPreview(source) ? 'This preview halted' : 'This run did less than it was asked to do', halts)}
    ${sourceOf(source)}
    <dl class="facts">
      ${fact('As of', `${utcSecond(at).replace('T', ' ').slice(0, 16)} UTC`)}
      ${fact('Mode', isPreview(source) ? 'preview: nothing can be changed' : modeText(mode))}
      ${policyFacts(policy)}
    </dl>
    ${notes.map((note) => html`<p class="note">${withDates(note)}</p>`)}
    ${exemptionsOf(policy?.rules.exemptions ?? [])}
  </header>`;
}

/** What is wrong, and each of it on a line. */
export function haltBox(what: string, halts: readonly string[]): Html {
  if (halts.length === 0) return html``;
  return html`<div class="halts" role="alert">
    <strong>${what}</strong>
    <ul>
      ${halts.map((halt) => html`<li>${withDates(halt)}</li>`)}
    </ul>
  </div>`;
}

function modeText(mode: Mode | undefined): string {
  switch (mode) {
    case 'dry-run':
      return 'dry-run: nothing was disabled';
    case 'enforce':
      return 'enforce: stale credentials are disabled after their notice';
    case undefined:
      return 'not known';
  }
}

function policyFacts(policy: PageData['policy']): Html {
  if (policy === undefined) return fact('Policy', 'not known');
  const { rules, version, sha256 } = policy;
  const origin = version === undefined ? 'from a file' : `version ${version}`;
  return html`${fact('Limit', limitText(rules))} ${fact('Notice', days(rules.noticeDays))}
  ${fact('At most', atMostText(rules))}
  ${fact('Policy', `${origin}, ${rules.benchmark}, sha256 ${sha256.slice(0, 12)}`)}`;
}

function limitText({ password, accessKey, overrides, judge }: Policy): string {
  const limit =
    password.maxUnusedDays === accessKey.maxUnusedDays
      ? `${days(password.maxUnusedDays)} without use`
      : `password ${days(password.maxUnusedDays)}, access key ${days(accessKey.maxUnusedDays)} without use`;
  const whose = judge === 'user' ? "by the user's latest use of any credential" : '';
  const others = overrides.map(({ name, password: own, accessKey: key }) => {
    const parts = [
      own && `password ${days(own.maxUnusedDays)}`,
      key && `access key ${days(key.maxUnusedDays)}`,
    ];
    return `${name}: ${parts.filter((part) => part !== undefined).join(', ')}`;
  });
  return [limit, whose, ...others].filter((part) => part !== '').join('; ');
}

function atMostText({ limits }: Policy): string {
  const { maxDisabledPerDay, maxDisabledPercent, onExceed } = limits;
  const beyond = onExceed === 'stop' ? 'if there are more, none at all' : 'the longest unused first';
  return `${maxDisabledPerDay} or ${maxDisabledPercent}% of active credentials a day, whichever is less; ${beyond}`;
}

function exemptionsOf(exemptions: readonly Exemption[]): Html {
  if (exemptions.length === 0) return html``;
  return html`<details class="exemptions">
    <summary>
      ${exemptions.length} ${exemptions.length === 1 ? 'exemption' : 'exemptions'} in the policy
    </summary>
    <ul>
      ${exemptions.map(
        ({ name, reason, until }) =>
          html`<li>
            <b>${name}</b>: ${withDates(until === undefined ? reason : `${reason} (until ${until})`)}
          </li>`,
      )}
    </ul>
  </details>`;
}

export function fact(name: string, value: string): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${withDates(value)}</dd>
  </div>`;
}

function days(number: number): string {
  return number === 1 ? '1 day' : `${number} days`;
}
