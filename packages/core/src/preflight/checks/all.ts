/** Every check, one line each, from the lowest layer up: the order of the findings in a report. */
import type { Check } from './check.ts';
import { brk01 } from './brokers/brk01.ts';
import { brk02 } from './brokers/brk02.ts';
import { brk03 } from './brokers/brk03.ts';
import { cfg01 } from './config/cfg01.ts';
import { cfg02 } from './config/cfg02.ts';
import { cfg03 } from './config/cfg03.ts';
import { cfg04 } from './config/cfg04.ts';
import { crd01 } from './credentials/crd01.ts';
import { crd02 } from './credentials/crd02.ts';
import { crd03 } from './credentials/crd03.ts';
import { crd04 } from './credentials/crd04.ts';
import { crd05 } from './credentials/crd05.ts';
import { crd06 } from './credentials/crd06.ts';
import { crd07 } from './credentials/crd07.ts';
import { crd08 } from './credentials/crd08.ts';
import { crd09 } from './credentials/crd09.ts';
import { dns01 } from './dns/dns01.ts';
import { dns02 } from './dns/dns02.ts';
import { dns03 } from './dns/dns03.ts';
import { dns04 } from './dns/dns04.ts';
import { dns05 } from './dns/dns05.ts';
import { dns06 } from './dns/dns06.ts';
import { dns07 } from './dns/dns07.ts';
import { dns08 } from './dns/dns08.ts';
import { dns09 } from './dns/dns09.ts';
import { dns10 } from './dns/dns10.ts';
import { dns11 } from './dns/dns11.ts';
import { dns12 } from './dns/dns12.ts';
import { dns13 } from './dns/dns13.ts';
import { kaf01 } from './kafka/kaf01.ts';
import { kaf02 } from './kafka/kaf02.ts';
import { kaf03 } from './kafka/kaf03.ts';
import { kaf04 } from './kafka/kaf04.ts';
import { kaf05 } from './kafka/kaf05.ts';
import { kaf06 } from './kafka/kaf06.ts';
import { pat01 } from './pattern/pat01.ts';
import { pat02 } from './pattern/pat02.ts';
import { pat03 } from './pattern/pat03.ts';
import { pat04 } from './pattern/pat04.ts';
import { sas01 } from './sasl/sas01.ts';
import { sas02 } from './sasl/sas02.ts';
import { sas03 } from './sasl/sas03.ts';
import { sas04 } from './sasl/sas04.ts';
import { sas05 } from './sasl/sas05.ts';
import { sas06 } from './sasl/sas06.ts';
import { tcp01 } from './tcp/tcp01.ts';
import { tcp02 } from './tcp/tcp02.ts';
import { tcp03 } from './tcp/tcp03.ts';
import { tcp04 } from './tcp/tcp04.ts';
import { tcp05 } from './tcp/tcp05.ts';
import { tcp06 } from './tcp/tcp06.ts';
import { tls01 } from './tls/tls01.ts';
import { tls02 } from './tls/tls02.ts';
import { tls03 } from './tls/tls03.ts';
import { tls04 } from './tls/tls04.ts';

export const checks: readonly Check[] = [
  cfg01,
  cfg02,
  cfg03,
  cfg04,
  crd01,
  crd02,
  crd03,
  crd04,
  crd05,
  crd06,
  crd07,
  crd08,
  crd09,
  dns01,
  dns02,
  dns03,
  dns04,
  dns05,
  dns06,
  dns07,
  dns08,
  dns09,
  dns10,
  dns11,
  dns12,
  dns13,
  pat01,
  pat02,
  pat03,
  pat04,
  tcp01,
  tcp02,
  tcp03,
  tcp04,
  tcp05,
  tcp06,
  tls01,
  tls02,
  tls03,
  tls04,
  sas01,
  sas02,
  sas03,
  sas04,
  sas05,
  sas06,
  kaf01,
  kaf02,
  kaf03,
  kaf04,
  kaf05,
  kaf06,
  brk01,
  brk02,
  brk03,
];
