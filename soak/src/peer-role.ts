/** The signer's FromRole cannot give an external id, so the peer has a role of its own, that asks for none. */
export const PEER_ROLE = 'arn:aws:iam::444455556666:role/soak-peer';
export const PEER_SESSION = 'soak-peer';
