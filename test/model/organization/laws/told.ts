import type { Deed, Mail, OrganizationJournal } from '../journal';
import { names, NOTICE, saidIn, TOLD, wordsOfId } from '../mails';
import { isExpected, isHeard } from '../oracle';
import { toldIn, type TrueTold } from '../records-read';
import type { OrganizationWorld } from '../world';
import type { OrganizationLaw } from './law';

/** "Nothing done goes unreported." Every history ends in healthy days, by which all that was pending is told. */
export const everyDeedIsTold: OrganizationLaw = {
  name: 'Every deed is told',
  brokenBy: (world) =>
    world.journal.deeds.flatMap((deed) => {
      const { account, run, write } = deed;
      const mails = world.journal.mails.filter(
        (mail) => mail.at >= write.at && names(mail, { account, words: write.words }, TOLD),
      );
      if (mails.some((mail) => isHeard(world.journal, mail))) return [];
      // What SNS took and nobody can be shown to have had is repeated by the account itself, as long as it is swept.
      if (mails.length > 0 && !isSweptAtTheEnd(world, account)) return [];
      return [`${run.runId} ${account} ${write.words}: no mail that somebody had tells it`];
    }),
};

function isSweptAtTheEnd({ journal, organization }: OrganizationWorld, id: string): boolean {
  const account = journal.truths.at(-1)?.accounts.find((each) => each.id === id);
  return account !== undefined && account.hasRole && isExpected(account, organization, undefined);
}

/** What a `told.json` names stood in a mail that somebody had, and every deed of the runs that it settles. */
export const toldIsTrue: OrganizationLaw = {
  name: 'What a told.json says was told',
  brokenBy: (world) =>
    world.members.flatMap(({ id: account, world: { bucket } }) =>
      [...bucket.files]
        .filter(([key]) => key.endsWith('/told.json'))
        .flatMap(([key, text]) =>
          faultsIn(world, account, toldIn(text)).map((fault) => `${account} ${key}: ${fault}`),
        ),
    ),
};

function faultsIn(world: OrganizationWorld, account: string, told: TrueTold): string[] {
  const { journal } = world;
  const mails = mailsOf(world, told);
  const [mail] = mails;
  if (!mail) return [`no mail of run ${told.runId} that somebody had`];
  const stands = (id: string, titles?: readonly string[]) =>
    saidIn(mail).some(
      (said) =>
        said.account === account &&
        said.words.startsWith(wordsOfId(id)) &&
        (titles?.includes(said.title) ?? true),
    );
  return [
    ...told.announced.filter((id) => !stands(id, NOTICE)).map((id) => `${id} was not announced`),
    ...told.repeated.filter((id) => !stands(id)).map((id) => `${id} did not stand in it`),
    ...untoldDeeds(journal, account, told).map(({ write }) => `${write.words} is settled, and was not told`),
  ];
}

/** The mails of the run that somebody had by then. */
function mailsOf({ journal, bucket }: OrganizationWorld, { runId, at }: TrueTold): Mail[] {
  const text = bucket.objects.get(`${runId}/digest.txt`)?.at(-1)?.text ?? '';
  return journal.mails.filter(
    // The record has whole seconds.
    (mail) => mail.at <= at + 1000 && text.includes(mail.body) && isHeard(journal, mail),
  );
}

function untoldDeeds(journal: OrganizationJournal, account: string, { runs, at }: TrueTold): Deed[] {
  return journal.deeds.filter(
    (deed) =>
      deed.account === account &&
      deed.write.at < at &&
      runs.includes(deed.run.runId) &&
      !journal.mails.some(
        (mail) =>
          mail.at >= deed.write.at &&
          mail.at <= at + 1000 &&
          isHeard(journal, mail) &&
          names(mail, { account, words: deed.write.words }, TOLD),
      ),
  );
}

/** A preview leaves no trace but its records. */
export const previewsChangeNothing: OrganizationLaw = {
  name: 'A preview changes nothing',
  brokenBy: ({ journal }) =>
    journal.invocations
      .filter(({ execution }) => execution.asked === 'preview')
      .flatMap(({ number, step, effects }) => effects.map((effect) => `#${number} ${step}: ${effect}`)),
};
