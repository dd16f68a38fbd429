/** A user whom an account of the random histories may have. */
export const NAMES = ['ada', 'bob', 'cy', 'dee', 'eve', 'fay', 'break-glass-1', 'svc-a', 'svc-b', 'gil'];
