import {
  type IAMClient,
  ListServiceSpecificCredentialsCommand,
  paginateListAttachedUserPolicies,
  paginateListMFADevices,
  paginateListSigningCertificates,
  paginateListUserPolicies,
} from '@aws-sdk/client-iam';
import * as z from 'zod';
import { UserReader } from '../../../lambda/aws/iam-user-reader';
import { parseResponse } from '../../../lambda/aws/responses';
import type { UserName } from '../../../lambda/domain/identity';
import { utcSecond } from '../../../lambda/domain/instant';
import { clean } from '../../../lambda/domain/text';
import type { Credentials } from '../investigation';
import { attempt, list } from './attempt';
import { readKeys } from './keys-now';
import { Shown, Time } from './shown';

const Marked = z.object({ Marker: z.string().optional() });
const MfaPage = z.object({ MFADevices: z.array(z.object({ SerialNumber: Shown, EnableDate: Time })) });
const CertificatePage = z.object({
  Certificates: z.array(z.object({ CertificateId: Shown, Status: Shown, UploadDate: Time.optional() })),
});
const ServiceCredentialPage = z.object({
  ServiceSpecificCredentials: z.array(
    z.object({
      ServiceSpecificCredentialId: Shown,
      ServiceName: Shown,
      Status: Shown,
      CreateDate: Time,
      ExpirationDate: Time.optional(),
    }),
  ),
});
const AttachedPage = z.object({
  AttachedPolicies: z.array(z.object({ PolicyName: Shown, PolicyArn: Shown })),
});
const InlinePage = z.object({ PolicyNames: z.array(Shown) });

/** Credentials, devices, groups and policies. Each that cannot be read says why. */
export async function readCredentials(iam: IAMClient, name: UserName): Promise<Credentials> {
  const reader = new UserReader(iam);
  const of = { UserName: name };
  const client = { client: iam };
  // All at the same time. None of them rejects: see `attempt`.
  const password = attempt('GetLoginProfile', async () => {
    const profile = await reader.loginProfile(name);
    return profile === 'none' ? profile : { created: utcSecond(profile.createdAt) };
  });
  const accessKeys = attempt('ListAccessKeys', () => readKeys(iam, name));
  const mfaDevices = list(
    MfaPage,
    'ListMFADevices',
    paginateListMFADevices(client, of),
    ({ MFADevices: devices }) =>
      devices.map((device) => ({ serial: device.SerialNumber, enabled: device.EnableDate })),
  );
  const serviceCredentials = list(
    ServiceCredentialPage,
    'ListServiceSpecificCredentials',
    serviceCredentialPages(iam, name),
    ({ ServiceSpecificCredentials: listed }) =>
      listed.map((each) => ({
        id: each.ServiceSpecificCredentialId,
        service: each.ServiceName,
        status: each.Status,
        created: each.CreateDate,
        ...(each.ExpirationDate === undefined ? {} : { expires: each.ExpirationDate }),
      })),
  );
  const sshKeys = attempt('ListSSHPublicKeys', async () =>
    (await reader.sshKeys(name)).map(({ id, status }) => ({ id: clean(id), status: clean(status) })),
  );
  const certificates = list(
    CertificatePage,
    'ListSigningCertificates',
    paginateListSigningCertificates(client, of),
    ({ Certificates: listed }) =>
      listed.map((each) => ({
        id: each.CertificateId,
        status: each.Status,
        ...(each.UploadDate === undefined ? {} : { uploaded: each.UploadDate }),
      })),
  );
  const groups = attempt('ListGroupsForUser', async () =>
    (await reader.groups(name)).map((group) => clean(group)),
  );
  const attachedPolicies = list(
    AttachedPage,
    'ListAttachedUserPolicies',
    paginateListAttachedUserPolicies(client, of),
    ({ AttachedPolicies: attached }) =>
      attached.map((policy) => ({ name: policy.PolicyName, arn: policy.PolicyArn })),
  );
  const inlinePolicies = list(
    InlinePage,
    'ListUserPolicies',
    paginateListUserPolicies(client, of),
    (page) => page.PolicyNames,
  );
  return {
    password: await password,
    accessKeys: await accessKeys,
    mfaDevices: await mfaDevices,
    serviceCredentials: await serviceCredentials,
    sshKeys: await sshKeys,
    certificates: await certificates,
    groups: await groups,
    attachedPolicies: await attachedPolicies,
    inlinePolicies: await inlinePolicies,
  };
}

/** The SDK has no paginator for this list. A marker means another page, whatever IsTruncated says. */
async function* serviceCredentialPages(iam: IAMClient, name: UserName): AsyncGenerator {
  let marker: string | undefined;
  do {
    const page: unknown = await iam.send(
      new ListServiceSpecificCredentialsCommand({ UserName: name, Marker: marker }),
    );
    yield page;
    marker = parseResponse(Marked, 'ListServiceSpecificCredentials', page).Marker;
  } while (marker !== undefined);
}
