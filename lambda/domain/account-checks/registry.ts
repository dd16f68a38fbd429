import type { Check } from './check';
import { adminUsers } from './checks/admin-users';
import { consoleMfa } from './checks/console-mfa';
import { directPolicies } from './checks/direct-policies';
import { keyRotation } from './checks/key-rotation';
import { keysAtSetup } from './checks/keys-at-setup';
import { noCredentials } from './checks/no-credentials';
import { noExemption } from './checks/no-exemption';
import { passwordPolicy } from './checks/password-policy';
import { quarantined } from './checks/quarantined';
import { rootAccessKey } from './checks/root-access-key';
import { rootMfa } from './checks/root-mfa';
import { rootUsed } from './checks/root-used';
import { serviceCredentials } from './checks/service-credentials';
import { signingCertificates } from './checks/signing-certificates';
import { sshKeys } from './checks/ssh-keys';
import { trail } from './checks/trail';
import { twoActiveKeys } from './checks/two-active-keys';

/** All checks. How to add one: docs/architecture.md, "An account check". */
export const CHECKS: readonly Check[] = [
  quarantined,
  rootAccessKey,
  rootMfa,
  rootUsed,
  trail,
  adminUsers,
  consoleMfa,
  passwordPolicy,
  keyRotation,
  twoActiveKeys,
  keysAtSetup,
  directPolicies,
  noCredentials,
  noExemption,
  serviceCredentials,
  sshKeys,
  signingCertificates,
];
