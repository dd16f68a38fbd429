export const ORGANIZATION = 'o-a1b2c3d4e5';
export const MANAGEMENT = '100000000001';
export const ROOT = 'r-ab12';
/** The central account's own OU. */
export const SECURITY = 'ou-ab12-security1';
