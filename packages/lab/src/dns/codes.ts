/** Response codes by name (RFC 1035, 4.1.1; RFC 2136, 2.2; RFC 6891, 9). @public */
export const RCODES: Readonly<
  Record<
    'NOERROR' | 'FORMERR' | 'SERVFAIL' | 'NXDOMAIN' | 'NOTIMP' | 'REFUSED' | 'NOTAUTH' | 'BADVERS',
    number
  >
> = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5, NOTAUTH: 9, BADVERS: 16 };

/** The name of a response code. @public */
export type Rcode = keyof typeof RCODES;
