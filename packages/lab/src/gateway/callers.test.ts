import { readFileSync } from 'node:fs';
import { endianness } from 'node:os';
import { expect, test } from 'vitest';
import { findCallers } from './callers.ts';

const PLACE = { address: '127.99.3.4', port: 9098 };

/** As Linux 6.18 printed it. */
const TABLE = `
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   3: 0403637F:238A 00000000:0000 0A 00000000:00000002 00:00000000 00000000     0        0 25960 1 000000000e90f6b1 100 0 0 10 0
   4: 0100007F:B06C 0403637F:238A 02 00000001:00000000 01:00000036 00000002     0        0 25961 2 000000001ce90f6b 100 0 0 1 -1
   5: 0100007F:B06E 0403637F:238A 01 00000000:00000000 00:00000000 00000000     0        0 25962 2 0000000045d7c7c1 100 0 0 1 -1
   6: 0403637F:B07E 0403637F:238A 02 00000001:00000000 01:00000036 00000002     0        0 25963 2 00000000c8df0037 100 0 0 1 -1
   7: 0100007F:B080 0403637F:2384 02 00000001:00000000 01:00000036 00000002     0        0 25964 2 00000000c8df0037 100 0 0 1 -1
   8: 0403637F:238A 0100007F:B06E 01 00000000:00000000 00:00000000 00000000     0        0 0 1 00000000b7d7c7c1 100 0 0 1 -1
   9: 0403637F:238A 0100007F:B070 01 00000000:00000000 00:00000000 00000000     0        0 25971 1 0000000ab7d7c7c1 100 0 0 1 -1
  10: 0403637F:238A 0403637F:B072 01 00000000:00000000 00:00000000 00000000     0        0 0 1 00000000b7d7c7c1 100 0 0 1 -1
  11: 0403637F:238A 0100007F:B082 03 00000000:00000000 01:00000005 00000001     0        0 0 1 00000000c7d7c7c1
  12: 0100007F:B082 0403637F:238A 01 00000000:00000000 00:00000000 00000000     0        0 25972 2 0000000045d7c7c2 100 0 0 1 -1
  13: 0100007F:B084 0403637F:238A 01 00000007:00000000 01:00000031 00000004     0        0 25973 2 0000000045d7c7c3 320 0 0 1 -1
  14: 0100007F:B086 0403637F:238A 01 00000000:00000000 02:00000031 00000000     0        0 25974 2 0000000045d7c7c4 100 0 0 1 -1
  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt
   0: 0000000000000000FFFF00000100007F:A6B2 0000000000000000FFFF00000403637F:238A 02 00000001:00000000 01:00000064 00000000     0        0 25965 2
`;

test.runIf(endianness() === 'LE')(
  'dropped SYNs are found, from IPv4 and IPv6 sockets, who was stranded and who stands in the queue',
  () => {
    expect(findCallers(TABLE, PLACE)).toEqual({
      pending: [
        { from: '0100007F:B06C', repeatInMs: 540 },
        { from: '0100007F:A6B2', repeatInMs: 1000 },
      ],
      stranded: [
        { from: '0100007F:B082', repeatInMs: 50 },
        { from: '0100007F:B084', repeatInMs: 490 },
      ],
      queued: 1,
    });
  },
);

test('what is no such table holds none', () => {
  for (const text of [
    '',
    '\n\n',
    'a b c',
    '1: x:y 0403637F:238A 02',
    readFileSync(new URL(import.meta.url), 'latin1').slice(0, 90),
  ]) {
    expect(findCallers(text, PLACE)).toEqual({ pending: [], stranded: [], queued: 0 });
  }
});
