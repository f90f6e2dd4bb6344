/** The command that a client's own errors end with. Its roles are the client's, and not for an error to print. */
export function lookCloser(bootstrap: string, option: string = ''): string {
  return `Run: npx msk-reach check --bootstrap ${bootstrap}${option} (with this client's roles)`;
}
