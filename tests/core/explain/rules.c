/* Every rule: a session in which it holds, its cause and its sentence. */
#include <string.h>

#include "core/base/array.h"
#include "core/explain/explain.h"
#include "core/explain/story.h"
#include "core/record/finding.h"
#include "tests/core/play.h"
#include "tests/suite.h"

static const struct row {
	enum rule rule;
	uint32_t packet;
	const char *lines, *said; /* said: all sentences of the rule's finding */
} rows[] = {
	{ RULE_RESENT_SYN_ACK, 4,
	    "0 a S 0 win 60000 id 1\n0.1 b S. 0 ack 1 win 60000 id 5\n34 a S 0 win 60000 id 2\n"
	    "34.1 b S. 0 ack 1 win 60000 id 6\n",
	    "Answers the retransmitted SYN in frame 3." },
	{ RULE_RESENT_SMALLER, 6,
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1 id 9\n20.1 a . 1 ack 1\n"
	    "20.2 b S. 0 ack 1 sackok 1 id 9\n30 a . 1:1001 ack 1\n34 a . 1:501 ack 1\n",
	    "Path MTU discovery: the client retransmits the 1000 bytes of frame 5 in smaller "
	    "segments, sooner than an ACK can arrive. A router probably reported that larger "
	    "packets do not fit." },
	{ RULE_RESENT_SLOW_START, 7,
	    "0 a S 0 win 1000\n20 b S. 0 ack 1 win 1000\n20.1 a . 1 ack 1 win 1000\n"
	    "30 a . 1:101 ack 1\n31 a . 101:201 ack 1\n300 a . 1:101 ack 1\n"
	    "301 a . 101:201 ack 1\n319 b . 1 ack 201 win 900\n320 b . 1 ack 201 win 800\n"
	    "321 b . 1 ack 201 win 800\n",
	    "Slow start after a timeout (frame 6): what was in flight is retransmitted." },
	{ RULE_RESENT_UNEXPLAINED, 4,
	    "0 a S 0\n0.1 b S. 0 ack 1 id 5\n0.2 a R 9\n1.3 b S. 0 ack 1 id 6\n", "" },
	{ RULE_RESENT_OVERTAKER, 4,
	    "0 a S 0 ts 1000 ecr 0\n0.1 b S. 0 ack 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n400 a P. 1:301 ack 1 ts 1390 ecr 5000\n"
	    "400.1 b . 1 ack 301 ts 5400 ecr 1390\n410 a P. 1:101 ack 1 ts 1100 ecr 5000\n"
	    "410.1 b . 1 ack 301 ts 5410 ecr 1390\n411 a . 301 ack 1 ts 1391 ecr 5000\n"
	    "411 a . 301 ack 1 ts 1391 ecr 5000\n411 a . 301 ack 1 ts 1391 ecr 5000\n"
	    "411 a . 301 ack 1 ts 1391 ecr 5000\n411 a . 301 ack 1 ts 1391 ecr 5000\n"
	    "411 a . 301 ack 1 ts 1391 ecr 5000\n411 a . 301 ack 1 ts 1391 ecr 5000\n"
	    "411 a . 301 ack 1 ts 1391 ecr 5000\n411 a . 301 ack 1 ts 1391 ecr 5000\n"
	    "411 a . 301 ack 1 ts 1391 ecr 5000\n420 a P. 101:301 ack 1 ts 1101 ecr 5000\n",
	    "Reordered: this retransmission overtook its original, which arrives in frame 6." },
	{ RULE_RTO_SMALLER, 6,
	    "0 a S 0 win 60000\n20 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a . 1:1001 ack 1\n1100 a . 1:1001 ack 1\n3200 a . 1:501 ack 1\n",
	    "Retransmission timeout (RTO): no ACK of byte 1 reached the client within 2.10 s of "
	    "frame 5. Cut to 500 bytes because larger segments seem to vanish on this path: frames "
	    "4 and 5 carried 1000 bytes each and were not acknowledged (black hole)." },
	{ RULE_RTO_SYN, 3, "0 a S 0 win 60000\n0.1 b S. 0 ack 1 win 60000\n1000 a S 0 win 60000\n",
	    "The retransmission timeout (RTO) expired: no answer to the SYN reached the client "
	    "within 1.00 s of frame 1." },
	{ RULE_RTO_SILENCE, 5,
	    "0 a S 0 win 60000\n20 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a . 1:1001 ack 1\n300 a . 1:801 ack 1\n",
	    "The retransmission timeout (RTO) expired: no ACK of byte 1 reached the client "
	    "within 270.0 ms of frame 4." },
	{ RULE_RTO_UNHEARD, 6,
	    "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a P. 1:11 ack 1\n"
	    "250 a P. 1:11 ack 1\n500 a P. 1:11 ack 1\n",
	    "The retransmission timeout (RTO) expired again: nothing was heard from the server "
	    "in the 250.0 ms since frame 5, the last copy." },
	{ RULE_RTO_FIRST_SEGMENT, 8,
	    "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1\n50 b . 1 ack 101\n"
	    "50.1 a . 101:201 ack 1\n100 a . 201:301 ack 1\n255 a . 101:201 ack 1\n",
	    "The retransmission timeout (RTO) expired: no ACK of byte 101 reached the client "
	    "within 204.9 ms of frame 6, while later segments were being sent." },
	{ RULE_RTO_RECOVERY_LOST, 14,
	    "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n30.3 a . 301:401 ack 1\n"
	    "50 b . 1 ack 1\n50.1 b . 1 ack 1\n50.2 b . 1 ack 1\n50.3 a . 1:101 ack 1\n"
	    "250 b . 1 ack 1\n250.1 a . 401:501 ack 1\n260 a . 1:101 ack 1\n",
	    "The retransmission timeout (RTO) expired: the copy that fast recovery sent (frame "
	    "11) was lost too, and without SACK only the timer shows that." },
	{ RULE_RTO_AFTER_REPORTS, 10,
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30 a . 101:201 ack 1\n30 a . 201:301 ack 1\n50 b . 1 ack 1 sack 101:301\n"
	    "50.1 a . 1:101 ack 1\n280 a F. 301 ack 1\n290 a . 1:101 ack 1\n",
	    "The retransmission timeout (RTO) expired 239.9 ms after frame 8: the last report of "
	    "a loss (duplicate ACK or SACK) came long before." },
	{ RULE_RTO_ELIMINATION, 8,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n20 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20.1 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 1:11 ack 1\n6030 b . 1 ack 11\n"
	    "6040 a P. 11:21 ack 1\n6040.1 a P. 21:31 ack 1\n6340 a P. 11:21 ack 1\n",
	    "The retransmission timeout (RTO) expired 300.0 ms after frame 6: no duplicate ACK "
	    "or SACK had reported a loss to the client." },
	{ RULE_RTO_NO_PROBE, 5,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n20 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20.1 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 1:11 ack 1 ts 1030 ecr 5000\n"
	    "250 a P. 1:11 ack 1 ts 1250 ecr 5000\n690 a P. 1:11 ack 1 ts 1690 ecr 5000\n",
	    "The retransmission timeout (RTO) expired. Not a tail loss probe: the client sends "
	    "none, as frame 6 shows." },
	{ RULE_TLP_DUE, 6,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n0.1 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 101:201 ack 1 ts 1030 ecr 5000\n"
	    "30.1 b . 1 ack 1 ts 5030 ecr 1020 sack 101:201\n"
	    "90 a P. 101:201 ack 1 ts 1090 ecr 5000\n",
	    "Tail loss probe: no ACK reached the client in time, so the client repeats the last "
	    "segment to provoke one." },
	{ RULE_TLP_BEFORE_RTO, 8,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n0.1 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "1200 a . 1 ack 1 ts 2200 ecr 5000\n1210 a . 1:1001 ack 1 ts 2210 ecr 5000\n"
	    "1210.1 b . 1 ack 1001 ts 6210 ecr 2210\n1211 a P. 1001:1501 ack 1 ts 2211 ecr 5000\n"
	    "1250 b . 1 ack 1501 ts 6250 ecr 2211\n1500 a P. 1001:1501 ack 1 ts 2500 ecr 5000\n",
	    "Tail loss probe: no ACK for 250.0 ms, too soon for the RTO, so the client repeats "
	    "the last segment to provoke one." },
	{ RULE_TLP_LAST_ALONE, 6,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n0.1 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 1:101 ack 1 ts 1030 ecr 5000\n"
	    "30.1 b . 1 ack 101 ts 5030 ecr 1030\n40 a P. 1:101 ack 1 ts 1040 ecr 5000\n",
	    "Tail loss probe: the client repeats the last segment to provoke an ACK, 9.9 ms "
	    "after frame 5. Nothing sent after it could report its loss, and it is too soon for "
	    "the RTO." },
	{ RULE_TLP_ELIMINATION, 7,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n20 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20.1 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 1:11 ack 1\n6030 b . 1 ack 11\n"
	    "6040 a P. 11:21 ack 1\n6340 a P. 11:21 ack 1\n",
	    "Tail loss probe: no ACK and no report of a loss for 300.0 ms, too soon for the RTO, "
	    "so the client repeats the last segment to provoke one." },
	{ RULE_FAST_DOUBLED_ACK, 9,
	    "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1 id 2\n"
	    "50 b . 1 ack 101 id 7\n50.1 a . 101:201 ack 1 id 3\n50.2 a . 201:301 ack 1 id 4\n"
	    "50.3 b . 1 ack 101 id 7\n50.4 a . 101:201 ack 1 id 5\n",
	    "Fast retransmit: the network duplicated an ACK (frame 5), which the client took for "
	    "a duplicate ACK." },
	{ RULE_FAST_PARTIAL_ACK, 15,
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n51 b . 1 ack 1 sack 101:201\n"
	    "51.1 b . 1 ack 1 sack 101:301\n51.2 a . 1:101 ack 1\n51.3 a . 301:401 ack 1\n"
	    "51.4 a . 401:501 ack 1\n51.5 a . 501:601 ack 1\n71.2 b . 1 ack 301 sack 401:501\n"
	    "71.3 b . 1 ack 501\n71.4 a . 501:601 ack 1\n",
	    "Fast recovery: frame 14 is a partial ACK (for less than was in flight when recovery "
	    "began), so byte 501 is the next one missing." },
	{ RULE_FAST_DUPLICATES, 10,
	    "0 a S 0 win 60000\n20 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000\n"
	    "40 a . 101:201 ack 1\n40.1 b . 1 ack 1\n41 a . 201:301 ack 1\n41.1 b . 1 ack 1\n"
	    "42 a . 301:401 ack 1\n42.1 b . 1 ack 1\n62 a . 1:101 ack 1\n",
	    "Fast retransmit, triggered by the third duplicate ACK (frame 9), before the RTO "
	    "expired." },
	{ RULE_FAST_EARLY, 7,
	    "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30.1 a . 101:201 ack 1\n50 b . 1 ack 1\n50.1 a . 1:101 ack 1\n",
	    "Early retransmit, triggered by fewer than three duplicate ACKs (frame 6), before "
	    "the RTO expired." },
	{ RULE_RACK_LOST_AGAIN, 12,
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n50 b . 1 ack 1 sack 101:201\n"
	    "50.1 b . 1 ack 1 sack 101:301\n50.3 a . 1:101 ack 1\n50.4 a . 301:401 ack 1\n"
	    "71 b . 1 ack 1 sack 101:401\n71.1 a . 1:101 ack 1\n",
	    "RACK: the last copy (frame 9) was lost too, because what was sent after it has been "
	    "SACKed (frame 11)." },
	{ RULE_FAST_SACK, 11,
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n30.3 a . 301:401 ack 1\n"
	    "50 b . 1 ack 1 sack 101:201\n50.1 b . 1 ack 1 sack 101:301\n"
	    "50.2 b . 1 ack 1 sack 101:401\n50.3 a . 1:101 ack 1\n",
	    "Fast recovery: SACK (frames 8 to 10) reports so much beyond byte 1 that it counts "
	    "as lost." },
	{ RULE_RACK_SACKED, 6,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n0.1 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 101:201 ack 1 ts 1030 ecr 5000\n"
	    "30.1 b . 1 ack 1 ts 5030 ecr 1020 sack 101:201\n"
	    "60 a . 1:101 ack 1 ts 1060 ecr 5030\n",
	    "RACK: SACK (frame 5) reports a segment that was sent later, so byte 1 counts as "
	    "lost." },
	{ RULE_RACK_RESENT_ACKED, 11,
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30 a . 101:201 ack 1\n50 b . 1 ack 1 sack 101:201\n50.1 a . 1:101 ack 1\n"
	    "50.2 a . 201:301 ack 1\n80 a . 1:101 ack 1\n100 b . 1 ack 201\n"
	    "100.1 a . 201:301 ack 1\n",
	    "RACK: frame 10 acknowledges a retransmission that was sent after the last copy "
	    "(frame 8); that copy counts as lost." },
	{ RULE_FAST_IN_RECOVERY, 9,
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30 a . 101:201 ack 1\n50 b . 1 ack 1 sack 101:201\n50.1 a . 1:101 ack 1\n"
	    "50.2 a . 201:301 ack 1\n80 a . 1:101 ack 1\n100 b . 1 ack 201\n"
	    "100.1 a . 201:301 ack 1\n",
	    "Fast recovery continues after frame 6: the client retransmits data that is still "
	    "not acknowledged." },
	{ RULE_FAST_LAST_RECOVERY, 14,
	    "0 a S 0 sackok 1\n0.1 b S. 0 ack 1 sackok 1\n20 a . 1 ack 1\n"
	    "30 a . 1:101 ack 1 id 1\n30.01 b . 1 ack 101\n31 a . 201:301 ack 1 id 3\n"
	    "31.01 b . 1 ack 101 sack 201:301\n32 a . 401:501 ack 1 id 5\n"
	    "32.01 b . 1 ack 101 sack 401:501 sack 201:301\n52 a . 101:201 ack 1 id 6\n"
	    "52.01 b . 1 ack 301 sack 401:501\n52.1 a . 301:401 ack 1 id 7\n52.11 b . 1 ack 501\n"
	    "52.2 a . 401:501 ack 1 id 8\n",
	    "Fast recovery: the recovery has just ended here, but that news had not reached the "
	    "client; its newest ACK was frame 9." },
	{ RULE_FAST_BEFORE_RTO, 14,
	    "0 a S 0 sackok 1\n0.1 b S. 0 ack 1 sackok 1\n1 a . 1 ack 1 id 1\n"
	    "8 a . 1:11 ack 1 id 2\n8.1 b . 1 ack 11\n10 a . 11:101 ack 1 id 3\n"
	    "10.1 b . 1 ack 101\n12 a . 201:301 ack 1 id 5\n12.1 b . 1 ack 101 sack 201:301\n"
	    "14 a . 101:201 ack 1 id 4\n14.1 b . 1 ack 301\n30 a . 301:401 ack 1 id 6\n"
	    "30.1 b . 1 ack 401\n40 a . 101:201 ack 1 id 7\n40.1 b . 1 ack 401 sack 101:201\n",
	    "Fast retransmit: the loss had been reported, and it is too soon for the RTO." },
	{ RULE_SPURIOUS_ACKED, 3, "0 a S 0\n10 b S. 0 ack 1\n1020 a S 0\n",
	    "Spurious: frame 2 had already answered it, but was lost or late on the way to the "
	    "client." },
	{ RULE_SPURIOUS_AT_RECEIVER, 5,
	    "20 a S 0 win 8192\n20.1 b S. 0 ack 1\n61 a . 1 ack 1\n62 a P. 11:21 ack 1\n"
	    "100 a P. 11:21 ack 1\n",
	    "Spurious: the server had all of it already (frame 4)." },
	{ RULE_SPURIOUS_DSACK, 5,
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n30 a P. 1:11 ack 1\n"
	    "250 a P. 1:11 ack 1\n270 b . 1 ack 11\n290 b . 1 ack 11 sack 1:11\n",
	    "Spurious: an earlier copy did arrive (D-SACK in frame 7)." },
	{ RULE_SPURIOUS_ECHO, 5,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n20 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20.1 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 1:11 ack 1 ts 1030 ecr 5000\n"
	    "250 a P. 1:11 ack 1 ts 1250 ecr 5000\n251 b . 1 ack 11 ts 5031 ecr 1030\n",
	    "Spurious: an earlier copy did arrive (frame 6 echoes its timestamp)." },
	{ RULE_SPURIOUS_LATE_ORIGINAL, 8,
	    "0 a S 0 sackok 1 id 1\n0.1 b S. 0 ack 1 sackok 1\n20 a . 1 ack 1 id 2\n"
	    "30 a . 1:101 ack 1 id 3\n30.1 b . 1 ack 101\n31 a . 201:301 ack 1 id 5\n"
	    "31.1 b . 1 ack 101 sack 201:301\n60 a . 101:201 ack 1 id 8\n60.1 b . 1 ack 301\n"
	    "62 a . 101:201 ack 1 id 4\n62.1 b . 1 ack 301 sack 101:201\n",
	    "Spurious: the original was only late and arrives in frame 10, 2.0 ms later." },
	{ RULE_OOO_IP_ID, 5,
	    "0 a S 0\n0.1 b S. 0 ack 1\n20 a . 1 ack 1\n30 a P. 1001:1501 ack 1 id 501\n"
	    "55 a . 1:1001 ack 1 id 500\n",
	    "Reordered: sent before frame 4 but arrived 25.0 ms after it (its IP identification "
	    "is older)." },
	{ RULE_OOO_TIMESTAMP, 10,
	    "0 a S 0 ts 1000 ecr 0\n0.1 b S. 0 ack 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a . 201:301 ack 1 ts 1030 ecr 5000\n"
	    "30.1 b . 1 ack 1 ts 5030 ecr 1020\n31 a . 301:401 ack 1 ts 1031 ecr 5000\n"
	    "31.1 b . 1 ack 1 ts 5031 ecr 1020\n32 a . 401:501 ack 1 ts 1032 ecr 5000\n"
	    "32.1 b . 1 ack 1 ts 5032 ecr 1020\n52 a . 101:201 ack 1 ts 1029 ecr 5000\n"
	    "52.1 b . 1 ack 1 ts 5052 ecr 1020\n53 a . 1:101 ack 1 ts 1053 ecr 5032\n"
	    "53.1 b . 1 ack 501 ts 5053 ecr 1053\n54 a . 101:201 ack 1 ts 1054 ecr 5032\n",
	    "Reordered: sent before frame 4 but arrived 22.0 ms after it (its timestamp is "
	    "older)." },
	{ RULE_OOO_SAME_TICK, 8,
	    "0 a S 0 ts 1000 ecr 0\n0.05 b S. 0 ack 1 ts 5000 ecr 1000\n"
	    "0.5 a . 1 ack 1 ts 1000 ecr 5000\n9 a . 1:101 ack 1 ts 1003 ecr 5003\n"
	    "9.1 b . 1 ack 101 ts 5009 ecr 1003\n10 a . 201:301 ack 1 ts 1003 ecr 5003\n"
	    "10.1 b . 1 ack 101 ts 5010 ecr 1003\n12 a . 101:201 ack 1 ts 1003 ecr 5003\n",
	    "Reordered: sent before frame 6 but arrived 2.0 ms after it (the same timestamp, too "
	    "soon for a retransmission)." },
	{ RULE_OOO_TOO_SOON, 6,
	    "0 a S 0\n0.1 b S. 0 ack 1\n20 a . 1 ack 1\n30 b F. 1 ack 1\n40 a F. 101:201 ack 1\n"
	    "50 a . 1:101 ack 2\n",
	    "Reordered: sent before frame 5 but arrived 10.0 ms after it (too soon for a "
	    "retransmission)." },
	{ RULE_OOO_COPY_IP_ID, 10,
	    "0 a S 0 sackok 1 id 1\n0.1 b S. 0 ack 1 sackok 1\n20 a . 1 ack 1 id 2\n"
	    "30 a . 1:101 ack 1 id 3\n30.1 b . 1 ack 101\n31 a . 201:301 ack 1 id 5\n"
	    "31.1 b . 1 ack 101 sack 201:301\n60 a . 101:201 ack 1 id 8\n60.1 b . 1 ack 301\n"
	    "62 a . 101:201 ack 1 id 4\n62.1 b . 1 ack 301 sack 101:201\n",
	    "Reordered: the original, which arrived 2.0 ms after its retransmission in frame 8 "
	    "(its IP identification is older)." },
	{ RULE_OOO_COPY_TIMESTAMP, 8,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n0.1 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a . 101:201 ack 1 ts 1031 ecr 5000\n"
	    "30.1 b . 1 ack 1 ts 5030 ecr 1020 sack 101:201\n"
	    "60 a . 1:101 ack 1 ts 1060 ecr 5030\n60.1 b . 1 ack 201 ts 5060 ecr 1060\n"
	    "62 a . 1:101 ack 1 ts 1030 ecr 5000\n",
	    "Reordered: the original, which arrived 2.0 ms after its retransmission in frame 6 "
	    "(its timestamp is older)." },
	{ RULE_TWIN_IP_ID, 4,
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1 id 9\n20.1 a . 1 ack 1\n"
	    "20.2 b S. 0 ack 1 sackok 1 id 9\n30 a . 1:1001 ack 1\n34 a . 1:501 ack 1\n",
	    "Identical copy of frame 2 (same IP ID): duplicated by the network or the capture; "
	    "the server sent it once." },
	{ RULE_TWIN_NO_REASON, 3, "0 a S 0\n0.1 b S. 0 ack 1\n10 a S 0\n",
	    "Identical copy of frame 1 (nothing could have triggered a retransmission): "
	    "duplicated by the network or the capture; the client sent it once." },
	{ RULE_TWIN_LATE, 7,
	    "0 a S 0 win 1000\n20 b S. 0 ack 1 win 1000\n20.1 a . 1 ack 1 win 1000\n"
	    "30 a . 1:101 ack 1\n21.5 b S. 0 ack 1 win 1000\n50 b . 1 ack 101\n"
	    "220 b S. 0 ack 1 win 1000\n",
	    "Identical copy of frame 5 (older than segments sent since): duplicated by the "
	    "network or the capture; the server sent it once." },
	{ RULE_HOLE, 5,
	    "0 a S 0 sackok 1\n0.1 b S. 0 ack 1 sackok 1\n20 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "31 a . 201:301 ack 1\n80 a . 101:201 ack 1\n",
	    "Gap before this: the 100 bytes before it (101-200) have not been seen here. Lost: "
	    "frame 6 retransmits them, 49.0 ms later." },
	{ RULE_HOLE_ACKED, 5,
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 b . 1 ack 500\n40 a P. 500:600 ack 1\n",
	    "Gap before this: the 499 bytes before it (1-499) are not in this capture, although "
	    "the server has acknowledged them." },
	{ RULE_ACKS_UNSEEN, 2, "0 a S 0 win 8192\n10 b . 700 ack 5000 win 115\n11 a R 5000 win 0\n",
	    "ACKs everything up to byte 4999; that data is not in this capture." },
	{ RULE_DUP_PAWS, 9,
	    "0 a S 0 ts 1000 ecr 0\n0.05 b S. 0 ack 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a . 1:101 ack 1 ts 1030 ecr 5000\n"
	    "30.1 b . 1 ack 101 ts 5030 ecr 1030\n60 a . 101:201 ack 1 ts 1060 ecr 5030\n"
	    "60.1 b . 1 ack 201 ts 5060 ecr 1060\n70 a . 201:301 ack 1 ts 1031 ecr 5000\n"
	    "70.1 b . 1 ack 201 ts 5070 ecr 1060\n",
	    "Duplicate ACK: the server discarded frame 8 because its timestamp is older than the "
	    "one echoed here (PAWS); byte 201 is still missing." },
	{ RULE_DUP_DSACK, 7,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n20 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20.1 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 1:11 ack 1 ts 1030 ecr 5000\n"
	    "250 a P. 1:11 ack 1 ts 1250 ecr 5000\n272 b . 1 ack 11 ts 5252 ecr 1250\n"
	    "272.03 b . 1 ack 11 ts 5252 ecr 1250 sack 1:11\n",
	    "Duplicate ACK: the server received data it already had (frame 5)." },
	{ RULE_DUP_SACK, 5,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n0.1 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 101:201 ack 1 ts 1030 ecr 5000\n"
	    "30.1 b . 1 ack 1 ts 5030 ecr 1020 sack 101:201\n"
	    "60 a . 1:101 ack 1 ts 1060 ecr 5030\n",
	    "Duplicate ACK: later data arrived (frame 4) but byte 1 is still missing. Frame 6 "
	    "retransmits it, 29.9 ms later." },
	{ RULE_DUP_OUTSTANDING, 5,
	    "0 a S 0\n0.1 b S. 0 ack 1\n20 a . 1 ack 1\n30 a P. 1441:1501 ack 1\n"
	    "30.1 b . 1 ack 1\n32 a P. 1390:1501 ack 1\n",
	    "Duplicate ACK: something, perhaps frame 4, arrived out of order (without SACK, the "
	    "server does not say what); byte 1 is still missing." },
	{ RULE_DUP_OLD_DATA, 7,
	    "0 a S 0 win 8192\n10 b S. 0 ack 1\n20 a . 1 ack 1\n30 a P. 1:6 ack 1\n"
	    "40 b . 1 ack 6\n50 a P. 1:6 ack 1\n60 b . 1 ack 6\n",
	    "Duplicate ACK: the server received data it already had (frame 6)." },
	{ RULE_DUP_ARRIVAL, 10,
	    "0 a S 0 win 1000\n20 b S. 0 ack 1 win 1000\n20.1 a . 1 ack 1 win 1000\n"
	    "30 a . 1:101 ack 1\n31 a . 101:201 ack 1\n300 a . 1:101 ack 1\n"
	    "301 a . 101:201 ack 1\n319 b . 1 ack 201 win 900\n320 b . 1 ack 201 win 800\n"
	    "321 b . 1 ack 201 win 800\n",
	    "Duplicate ACK no. 2: something arrived out of order (without SACK, the server does "
	    "not say what); byte 201 is still missing." },
	{ RULE_DUP_UNKNOWN, 5,
	    "0 a S 0 win 8192\n10 b S. 0 ack 1 win 9000\n20 a . 1 ack 1\n"
	    "320 b . 1 ack 201 win 9000 sack 1:101\n340 b . 1 ack 201 win 9000 sack 1:101\n",
	    "Duplicate ACK: something old or out of order reached the server." },
	{ RULE_DUP_WINDOW, 7,
	    "0 a S 0 win 1000\n0.1 b S. 0 ack 1 win 1000\n20 a . 1 ack 1 win 1000\n"
	    "30 a . 1:101 ack 1\n30.1 b . 1 ack 101 win 900\n40 a . 201:301 ack 1\n"
	    "40.1 b . 1 ack 101 win 910\n",
	    "Duplicate ACK: something arrived out of order; byte 101 is still missing. The "
	    "window changed as well." },
	{ RULE_DUP_LATE, 9,
	    "0 a S 0 win 1000\n20 b S. 0 ack 1 win 1000\n20.1 a . 1 ack 1 win 1000\n"
	    "30 a . 1:101 ack 1\n30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n"
	    "50 b . 1 ack 301 win 900 id 9\n436 b . 1 ack 101 win 900 id 5\n"
	    "436.1 b . 1 ack 101 win 900 id 6\n436.2 b . 1 ack 101 win 900 id 7\n"
	    "437 b . 1 ack 201 win 900 id 8\n",
	    "Reordered ACK: an ACK that acknowledges more arrived before it." },
	{ RULE_WINDOW_REOPENED, 6,
	    "0 a S 0 win 8192 ws 8\n0.05 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a . 1:129 ack 1 win 256\n30.1 b . 1 ack 129 win 0\n400 b . 1 ack 129 win 100\n"
	    "420 a . 129:257 ack 1 win 256\n",
	    "Window update: nothing new arrived; the receive window grows from 0 to 12,800 "
	    "bytes. The application of the server has read; the client may send again." },
	{ RULE_WINDOW_ANSWER, 7,
	    "0 a S 0 win 1000\n0.1 b S. 0 ack 1 win 1000\n20 a . 1 ack 1 win 1000\n"
	    "30 a . 1:101 ack 1\n30.1 b . 1 ack 101 win 900\n2000 a . 100 ack 1\n"
	    "2000.1 b . 1 ack 101 win 1000\n4000 a . 100 ack 1\n4000.1 b . 1 ack 101 win 1000\n",
	    "Window update: nothing new arrived; the receive window grows from 900 to 1000 "
	    "bytes. The application of the server has read, or the buffer has grown. Answers the "
	    "keep-alive in frame 6." },
	{ RULE_WINDOW_OPENED, 6,
	    "0 a S 0 win 60000 ws 0\n20 b S. 0 ack 1 win 60000 ws 0\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a . 1:101 ack 1 win 60000\n50 b . 1 ack 101 win 59900\n"
	    "90 b . 1 ack 101 win 60000\n",
	    "Window update: nothing new arrived; the receive window grows from 59,900 to 60,000 "
	    "bytes. The application of the server has read, or the buffer has grown." },
	{ RULE_WINDOW_REDUCED, 8,
	    "0 a S 0 ws 0\n20 b S. 0 ack 1 ws 0\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30.1 a . 101:201 ack 1\n50 b . 1 ack 101 win 900 id 12\n"
	    "50.1 b . 1 ack 101 win 800 id 11\n60 b . 1 ack 101 win 700 id 13\n",
	    "Window update: nothing new arrived; the receive window shrinks from 800 to 700 "
	    "bytes." },
	{ RULE_ZERO_WINDOW, 5,
	    "0 a S 0 win 60000 ws 0\n20 b S. 0 ack 1 win 60000 ws 0\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a . 1:129 ack 1 win 60000\n50 b . 1 ack 129 win 0\n900 b . 1 ack 129 win 60000\n",
	    "Zero window: the receive buffer of the server is full; the client may send nothing "
	    "but window probes until it reopens. Frame 6 reopens it, 850.0 ms later." },
	{ RULE_WINDOW_FULL, 4,
	    "0 a S 0 win 1000 ws 0\n20 b S. 0 ack 1 win 1000 ws 0\n20.1 a . 1 ack 1 win 1000\n"
	    "30 a . 1:1001 ack 1 win 1000\n",
	    "Window full: the client has used all of the receive window of the server and must "
	    "wait." },
	{ RULE_WINDOW_PROBE, 8,
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a . 1:129 ack 1\n31 b . 1 ack 129 win 1\n32 a . 129:257 ack 1\n"
	    "33 b . 1 ack 257 win 0\n300 a . 256 ack 1\n301 b . 1 ack 257 win 0\n"
	    "400 b . 1 ack 257 win 100\n",
	    "Zero-window probe: the client tests whether the window of the server is still 0, "
	    "because the window update may have been lost. Frame 9 answers, 1.0 ms later." },
	{ RULE_WINDOW_PROBE_BYTE, 6,
	    "0 a S 0 win 60000 ws 0\n20 b S. 0 ack 1 win 60000 ws 0\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a . 1:129 ack 1 win 60000\n50 b . 1 ack 129 win 0\n"
	    "300 a . 129:130 ack 1 win 60000\n320 b . 1 ack 129 win 0\n"
	    "900 b . 1 ack 129 win 100\n",
	    "Zero-window probe: the client tests whether the window of the server is still 0, "
	    "because the window update may have been lost. Frame 7 answers, 20.0 ms later." },
	{ RULE_PROBE_CLOSED, 9,
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a . 1:129 ack 1\n31 b . 1 ack 129 win 1\n32 a . 129:257 ack 1\n"
	    "33 b . 1 ack 257 win 0\n300 a . 256 ack 1\n301 b . 1 ack 257 win 0\n"
	    "400 b . 1 ack 257 win 100\n",
	    "Answers the window probe in frame 8: the window is still 0." },
	{ RULE_KEEP_ALIVE, 6,
	    "0 a S 0 win 60000 ws 0\n20 b S. 0 ack 1 win 60000 ws 0\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a . 1:101 ack 1 win 60000\n50 b . 1 ack 101 win 60000\n"
	    "5000 a . 100 ack 1 win 60000\n5020 b . 1 ack 101 win 60000\n",
	    "Keep-alive probe: an empty segment with an already acknowledged number (100), which "
	    "forces the server to answer. Sent after 4.95 s of silence. Frame 7 answers, 20.0 ms "
	    "later." },
	{ RULE_KEEP_ALIVE_ANSWER, 7,
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a P. 1:3 ack 1\n31 b . 1 ack 3 win 200\n9000 a . 2 ack 1\n"
	    "9001 b . 1 ack 3 win 200\n",
	    "Keep-alive ACK: answers frame 6; the connection is still alive." },
	{ RULE_NEW_ISN, 5,
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a R. 1 ack 1 win 0\n50 a S 7000 win 10\n60 b S. 9000 ack 7001 win 10\n"
	    "1070 a S 7000 win 10\n",
	    "Ports reused: an earlier session had the same addresses and ports, until frame 4; "
	    "the new ISN begins another one." },
	{ RULE_WINDOW_SHRUNK, 4,
	    "0 a S 0 win 60000 ws 0\n20 b S. 0 ack 1 win 60000 ws 0\n20.1 a . 1 ack 1 win 60000\n"
	    "30 b . 1 ack 1 win 9000\n",
	    "Window shrunk: the server withdraws window that it had offered in frame 2; a "
	    "receiver should not do that." },
	{ RULE_CE_MARK, 4, "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a P. 1:6 ack 1 tos 3\n",
	    "Congestion mark (CE): a router with a growing queue marked this packet instead of "
	    "dropping it." },
	{ RULE_ECE, 5,
	    "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a P. 1:6 ack 1\n50 b .E 1 ack 6\n"
	    "51 a P.W 6:9 ack 1\n",
	    "ECE: the server reports a congestion mark and repeats this until the client sends "
	    "CWR (frame 6, 1.0 ms later)." },
	{ RULE_CWR_ECHO, 5,
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "31 b .E 1 ack 6 win 200\n32 a P.W 6:9 ack 1 win 256\n",
	    "CWR: the client has reduced its congestion window because of the congestion mark "
	    "that frame 4 reports." },
	{ RULE_CWR_LOSS, 8,
	    "0 a SEW 0 sackok 1\n20 b S.E 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n"
	    "30 a . 1:101 ack 1\n30.1 a . 101:201 ack 1\n50 b . 1 ack 1 sack 101:201\n"
	    "50.3 a . 1:101 ack 1\n50.4 a .W 401:501 ack 1\n",
	    "CWR: the client has reduced its congestion window because of a loss, which frame 7 "
	    "repairs." },
	{ RULE_CWR, 4,
	    "0 a S 0 win 60000\n20 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a .W 1:101 ack 1\n50 b .E 1 ack 101\n50.1 b .E 1 ack 101\n51 a .W 101:201 ack 1\n",
	    "CWR: the client has reduced its congestion window; this capture does not show why." },
	{ RULE_UNSEEN_AT_SENDER, 10,
	    "0 a S 0 win 60000\n20 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000\n"
	    "40 a . 101:201 ack 1\n40.1 b . 1 ack 1\n41 a . 201:301 ack 1\n41.1 b . 1 ack 1\n"
	    "42 a . 301:401 ack 1\n42.1 b . 1 ack 1\n62 a . 1:101 ack 1\n",
	    "The original was not seen here: lost before it reached this capture point (captured "
	    "near the client, where segments are still in order)." },
	{ RULE_UNSEEN_IP_ID, 6,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n0.1 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a . 101:201 ack 1 ts 1030 ecr 5000 id 7\n"
	    "30.1 b . 1 ack 1 ts 5030 ecr 1020 sack 101:201\n"
	    "60 a . 1:101 ack 1 ts 1060 ecr 5030 id 8\n60.1 b . 1 ack 201 ts 5060 ecr 1060\n"
	    "60.4 a . 1:101 ack 1 ts 1060 ecr 5030 id 8\n"
	    "60.5 b . 1 ack 201 ts 5060 ecr 1060 sack 1:101\n",
	    "The original was not seen here: lost before it reached this capture point (this IP "
	    "identification is newer than in frame 4)." },
	{ RULE_UNSEEN_TIMESTAMP, 6,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n0.1 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 101:201 ack 1 ts 1030 ecr 5000\n"
	    "30.1 b . 1 ack 1 ts 5030 ecr 1020 sack 101:201\n"
	    "60 a . 1:101 ack 1 ts 1060 ecr 5030\n",
	    "The original was not seen here: lost before it reached this capture point (this "
	    "timestamp is newer than in frame 4)." },
	{ RULE_UNSEEN_TOO_LATE, 6,
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a . 101:201 ack 1\n31 b . 1 ack 1 win 200 sack 101:201\n90 a . 1:101 ack 1\n",
	    "The original was not seen here: lost before it reached this capture point (this "
	    "copy comes 60.0 ms after frame 4, too late for reordering)." },
	{ RULE_WAITED_FOR_WINDOW, 7,
	    "0 a S 0 win 8192 ws 8\n0.05 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a . 1:129 ack 1 win 256\n30.1 b . 1 ack 129 win 0\n400 b . 1 ack 129 win 100\n"
	    "420 a . 129:257 ack 1 win 256\n",
	    "Window-limited: the receive window of the server was used up; frame 6 made space, "
	    "370.0 ms after frame 4." },
	{ RULE_IDLE, 4,
	    "0 a S 0 win 8192 ws 8\n20 b S. 0 ack 1 win 14600 ws 7\n20.05 a . 1 ack 1 win 256\n"
	    "1020 a P. 1:6 ack 1 win 256\n",
	    "First data after 1.00 s of silence: the application of the client had nothing to "
	    "send (all acknowledged, window open)." },
	{ RULE_ACK_HELD, 5,
	    "0 a S 0 win 8192 ws 8\n0.05 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a P. 1:101 ack 1 win 256\n70 b . 1 ack 101 win 115\n",
	    "Delayed ACK: the server waited 40.0 ms for data or a second segment to acknowledge "
	    "along with it." },
	{ RULE_ACK_HELD_NEAR, 5,
	    "0 a S 0 win 8192 ws 8\n0.2 b S. 0 ack 1 win 14600 ws 7\n0.3 a . 1 ack 1 win 256\n"
	    "30 a P. 1:101 ack 1 win 256\n70 b . 1 ack 101 win 115\n",
	    "Delayed ACK: the server waited 40.0 ms for data or a second segment to acknowledge "
	    "along with it." },
	{ RULE_NAGLE, 6,
	    "0 a S 0 win 8192 ws 8\n0.05 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a P. 1:101 ack 1 win 256\n70 b . 1 ack 101 win 115\n"
	    "90.2 a P. 101:201 ack 1 win 256\n",
	    "Nagle's algorithm delayed this small segment until frame 4 was acknowledged; that "
	    "took 40.0 ms, until frame 5 (a delayed ACK)." },
	{ RULE_NO_LISTENER, 2, "0 a S 0\n1 b R. 0 ack 1 win 0\n",
	    "Connection refused: nothing listens on port 8000, or a filter rejects it." },
	{ RULE_ABORT_UNREAD, 8,
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a . 1:1001 ack 1 win 256\n31 b . 1 ack 1001 win 100\n"
	    "32 a . 1001:9001 ack 1 win 256\n33 b . 1 ack 9001 win 30\n60 b R. 1 ack 9001 win 0\n",
	    "RST: the server closes with unread data, so it sends a reset instead of a FIN. Its "
	    "window in frame 7 was small because its application had not read." },
	{ RULE_ABORT_KEEP_ALIVE, 8,
	    "0 a S 0 win 60000 ws 0\n20 b S. 0 ack 1 win 60000 ws 0\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a . 1:101 ack 1 win 60000\n50 b . 1 ack 101 win 60000\n"
	    "5000 a . 100 ack 1 win 60000\n6000 a . 100 ack 1 win 60000\n7000 a R. 101 ack 1\n",
	    "RST: the client aborts. No FIN handshake, undelivered data is discarded. Its "
	    "keep-alive probes (frames 6 to 7) were not answered." },
	{ RULE_ABORT_NOTHING_UNREAD, 4,
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a R. 1 ack 1 win 0\n",
	    "RST: the client aborts. No FIN handshake, undelivered data is discarded. Sent on "
	    "its own initiative (it carries an ACK): the program aborted the connection "
	    "(SO_LINGER 0, for example). Unread data is not the reason, because the server had "
	    "sent none." },
	{ RULE_ABORT, 6,
	    "0 a S 0 win 8192\n10 b S. 0 ack 1 win 14600\n20 a . 1 ack 1 win 256\n"
	    "30 a P. 1:11 ack 1 win 256\n900 a P. 1:11 ack 1 win 256\n901 b R. 1 ack 11 win 0\n",
	    "RST: the server aborts. No FIN handshake, undelivered data is discarded. Sent on "
	    "its own initiative (it carries an ACK): the program exited, used SO_LINGER 0, or "
	    "closed with unread data." },
	{ RULE_ACK_OF_OTHER, 3,
	    "0 a S 0 win 8192\n10 b . 700 ack 5000 win 115\n11 a R 5000 win 0\n",
	    "RST: the answer to the SYN (frame 2) acknowledges a number that the client never "
	    "sent. The server still knows an older connection, which this reset ends." },
	{ RULE_CLOSED_NOTHING_NEW, 8,
	    "0 a S 0 win 60000\n20 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a F. 1 ack 1\n50 b F. 1 ack 2\n50.1 a . 2 ack 2\n52 a . 2 ack 2\n52.1 b R 2\n",
	    "RST: the server has closed the connection and answers late packets (frame 7) with a "
	    "reset." },
	{ RULE_CLOSED_DATA, 7,
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 b F. 1 ack 1 win 115\n40 a . 1 ack 2 win 256\n50 a P. 1:6 ack 2 win 256\n"
	    "51 b R 2 win 0\n",
	    "RST: the server has already closed; the data of frame 6 is lost, which this RST "
	    "reports." },
	{ RULE_HALF_OPEN_RESET, 7,
	    "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a R. 1 ack 1\n400 b P. 1:11 ack 1\n"
	    "800 b P. 1:11 ack 1\n820 a R 1\n",
	    "RST: the client no longer has this connection since the reset in frame 4." },
	{ RULE_HALF_OPEN, 4,
	    "0 a S 0 win 8192\n10 b S. 0 ack 1 win 14600\n20 a . 1 ack 1 win 256\n"
	    "30 b R 1 win 0\n",
	    "RST: the server does not know this connection, but the client considers it open "
	    "(half-open). Answers frame 3 (its sequence number is the ack of that frame)." },
	{ RULE_RESET_BELOW_WINDOW, 6,
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a P. 1:101 ack 1 win 256\n40 b . 1 ack 101 win 115\n41 a R 1 win 0\n",
	    "RST outside the window: the server ignores it because of its number, 1." },
	{ RULE_RESET_ABOVE_WINDOW, 6,
	    "0 a S 0 win 60000 ws 0\n20 b S. 0 ack 1 win 60000 ws 0\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a . 1:129 ack 1 win 60000\n50 b . 1 ack 129 win 60000\n60 a R 200000\n",
	    "RST outside the window: the server ignores it because of its number, 200000." },
	{ RULE_SYN_UNANSWERED, 2, "0 a S 0\n1020 a S 0\n",
	    "SYN timeout: no answer reached the client within 1.02 s of frame 1, so it "
	    "retransmits the SYN. The SYN or its answer was lost, or nobody is there." },
	{ RULE_OVERFLOW_ACK, 5,
	    "0 a S 0 win 8192 ws 8\n0.05 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "20.1 a P. 1:6 ack 1 win 256\n1000 b S. 0 ack 1 win 14600 ws 7\n",
	    "Backlog full: the ACK that ends the handshake (frame 3) and data after it reached "
	    "this host, but the listener did not take the connection: its application accepts "
	    "too slowly." },
	{ RULE_PAWS, 8,
	    "0 a S 0 ts 1000 ecr 0\n0.05 b S. 0 ack 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a . 1:101 ack 1 ts 1030 ecr 5000\n"
	    "30.1 b . 1 ack 101 ts 5030 ecr 1030\n60 a . 101:201 ack 1 ts 1060 ecr 5030\n"
	    "60.1 b . 1 ack 201 ts 5060 ecr 1060\n70 a . 201:301 ack 1 ts 1031 ecr 5000\n"
	    "70.1 b . 1 ack 201 ts 5070 ecr 1060\n",
	    "Discarded (PAWS): the server has already received a newer timestamp, so this "
	    "segment counts as old; frame 9 still asks for byte 201." },
	{ RULE_RESET_SYN_SENT, 2, "0 a S 0\n3.8 b R. 0 ack 0\n",
	    "RST without effect: the client ignores it because it does not acknowledge the SYN "
	    "in frame 1." },
	{ RULE_RESET_INEXACT, 4, "0 a S 0\n10 b S. 0 ack 1\n20 a . 1 ack 1\n30 b R. 401 ack 1\n",
	    "Inexact reset: 401 is in the receive window of the client but is not the next "
	    "number expected. The client should answer with a challenge ACK and keep the "
	    "connection; older stacks close it." },
	{ RULE_ACK_UNSOLICITED, 4, "0 a S 0\n3 b R. 0 ack 1\n20 a S. 0 ack 654321\n24 b R 654321\n",
	    "RST: the server has sent no SYN, so it answers the SYN-ACK in frame 3 with a reset "
	    "(its sequence number is the ack of that segment)." },
	{ RULE_CHALLENGE_RST, 5,
	    "0 a S 0\n10 b S. 0 ack 1\n20 a . 1 ack 1\n30 b R. 401 ack 1\n31 a . 1 ack 1\n",
	    "Challenge ACK: the reset in frame 4 does not have the next number expected, so the "
	    "client keeps the connection and repeats its own numbers." },
	{ RULE_CHALLENGE_SYN, 5,
	    "0 a S 0\n10 b S. 0 ack 1\n20 a . 1 ack 1\n30 b S. 5001 ack 1\n"
	    "30.1 a . 1 ack 1\n",
	    "Challenge ACK: the SYN-ACK in frame 4 has another ISN, so the client keeps its "
	    "connection and repeats its own numbers." },
	{ RULE_CHALLENGE_ACK, 9,
	    "0 a S 0\n10 b S. 0 ack 1\n20 a . 1 ack 1\n30 a . 1:1001 ack 1\n"
	    "40 b . 1 ack 1001\n41 a . 1001:2001 ack 1\n51 b . 1 ack 2001\n52 b . 1 ack 1\n"
	    "52.1 a . 2001 ack 1\n",
	    "Challenge ACK: the ACK number in frame 8 is more than a window old, so the client "
	    "discards that segment and repeats its own numbers." },
	{ RULE_CHALLENGE_OLDER, 2, "0 a S 0\n29 b . 500000 ack 900000\n",
	    "Challenge ACK: the server still has an older connection on these ports and answers "
	    "the SYN in frame 1 with the numbers of that connection. Nothing of this connection "
	    "is acknowledged." },
	{ RULE_HOLE_MISSED, 5,
	    "0 a S 0 sackok 1\n0.1 b S. 0 ack 1 sackok 1\n20 a . 1 ack 1\n"
	    "30 a . 1:101 ack 1\n31 a . 201:301 ack 1\n32 b . 1 ack 301\n",
	    "Gap in the capture: the 100 bytes before it (101-200) were not captured. The server "
	    "acknowledges them in frame 6 without a retransmission, so they arrived and only the "
	    "capture missed them." },
	{ RULE_RESENT_REFUSED, 3, "0 a S 0 id 1\n0.2 b R. 0 ack 1 win 0\n500 a S 0 id 2\n",
	    "New attempt: the server refused the one before (frame 2). Windows tries a refused "
	    "connection several times, 500 ms apart." },
	{ RULE_RESENT_DEFERRED, 4,
	    "0 a S 0\n0.01 b S. 0 ack 1\n18 a . 1 ack 1\n31196 b S. 0 ack 1\n",
	    "Deferred accept: the server had received the ACK of its SYN-ACK (frame 3) but waits "
	    "for data. A listener with TCP_DEFER_ACCEPT discards that ACK and retransmits the "
	    "SYN-ACK at the end of its waiting period." },
	{ RULE_RESENT_CLOSING, 6,
	    "0 a S 0\n0.06 b S. 0 ack 1\n0.07 a . 1 ack 1\n1 b F. 1 ack 1\n"
	    "1.01 a F. 1 ack 1\n1.02 a F. 1 ack 2\n",
	    "Simultaneous close: the client repeats its FIN with the ACK of the other FIN (frame "
	    "4), as BSD and Windows do in CLOSING." },
	{ RULE_PROBE_OPEN, 7,
	    "0 a S 0 ts 100 ecr 0\n24 b S. 0 ack 1 ts 500 ecr 100\n"
	    "24.1 a . 1 ack 1 ts 124 ecr 500\n30 a . 1:1001 ack 1 ts 130 ecr 500\n"
	    "55 b . 1 ack 1001 win 0 ts 550 ecr 130\n330 a . 1000 ack 1 ts 430 ecr 550\n"
	    "354.5 b . 1 ack 1001 win 900 ts 850 ecr 430\n",
	    "Answers the window probe in frame 6: the window is open." },
	{ RULE_SPURIOUS_SOON, 11,
	    "0 a S 0\n26 b S. 0 ack 1\n26.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n30.3 a . 301:401 ack 1\n"
	    "56 b . 1 ack 1\n56.1 b . 1 ack 1\n56.2 b . 1 ack 1\n56.3 a . 1:101 ack 1\n"
	    "70 b . 1 ack 401\n",
	    "Spurious: an earlier copy did arrive; the ACK in frame 12 comes 13.7 ms later, "
	    "sooner than any round trip." },
	{ RULE_ACE, 7,
	    "0 a SEWe 0 ws 7\n10 b S.W 0 ack 1 ws 7\n20 a .W 1 ack 1\n"
	    "21 a P.Ee 1:501 ack 1\n31 b .Ee 1 ack 501\n32 a P.Ee 501:1001 ack 1\n"
	    "42 b .We 1 ack 1001\n",
	    "AccECN: the ACE counter rises, so the server has received packets that a router "
	    "marked Congestion Experienced." },
};

#define HANDSHAKE "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n"

/* Rules that hold in few sessions, tested with constructed findings. */
static const struct made {
	struct finding finding;
	const char *said;
} made[] = {
	{ { .packet = 6, .rule = RULE_OVERFLOW_SYN, .cause = 1 },
	    "Backlog full: the SYN reached the host of port 8000, which holds other connections "
	    "open, but this one gets no answer: the application accepts too slowly." },
};

static const struct finding *finding_of(uint32_t packet, enum rule rule)
{
	unsigned count;
	const struct finding *f = model_findings(played, packet, &count);
	for (unsigned i = 0; i < count; i++)
		if (f[i].rule == (uint8_t)rule)
			return &f[i];
	return NULL;
}

static const char *said_of(const struct finding *f)
{
	static char text[EXPLAIN_TEXT];
	text[0] = '\0';
	struct story story = story_begin(played, f->packet, text, sizeof(text));
	story_tell_finding(&story, f);
	return text;
}

START_TEST(rule_holds_and_is_told)
{
	const struct row *row = &rows[_i];
	const struct rule_info *info = rule_of(row->rule);
	char all[EXPLAIN_TEXT];
	play(played, row->lines);
	const struct finding *f = finding_of(row->packet, row->rule);
	ck_assert_msg(f != NULL, "no %s", info->name);
	ck_assert_uint_eq(f->note, info->note);
	ck_assert(play_has(row->packet, (enum note)info->note));
	ck_assert_msg(f->cause == 0 || (f->cause > f->packet) == info->cause_is_after,
	    "%s: cause %u", info->name, f->cause);
	ck_assert_str_eq(said_of(f), row->said);
	explain_packet(played, row->packet, all, sizeof(all));
	ck_assert_msg(strstr(all, row->said) != NULL, "%s", all);
}
END_TEST

START_TEST(finding_is_told)
{
	play(played, HANDSHAKE "30 a . 1:101 ack 1\n50 b . 1 ack 101\n51 a . 101:201 ack 1\n");
	ck_assert_str_eq(said_of(&made[_i].finding), made[_i].said);
}
END_TEST

/* Unknown or forgotten packets leave their clauses out. */
START_TEST(no_sentence_needs_a_number)
{
	enum rule rule = (enum rule)_i;
	play(played, HANDSHAKE "30 a . 1:101 ack 1\n");
	struct finding f = { .packet = 4, .rule = (uint8_t)rule, .note = rule_of(rule)->note };
	const char *said = said_of(&f);
	ck_assert_msg(strstr(said, "frame 0") == NULL, "%s", said);
	ck_assert_msg(strpbrk(said, "{}[]|") == NULL, "%s", said);
	ck_assert_msg(strstr(said, "  ") == NULL && strstr(said, " .") == NULL, "%s", said);
	f.copy = f.cause = f.cause_first = f.answer = 1000;
	said = said_of(&f);
	ck_assert_msg(strpbrk(said, "{}[]|") == NULL, "%s", said);
}
END_TEST

START_TEST(every_rule_is_here)
{
	unsigned seen[RULE_COUNT] = { 0 };
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		seen[rows[i].rule]++;
	for (size_t i = 0; i < ARRAY_LEN(made); i++)
		seen[made[i].finding.rule]++;
	for (unsigned rule = RULE_NONE + 1; rule < RULE_COUNT; rule++)
		ck_assert_msg(
		    seen[rule] == 1, "%s: %u", rule_of((enum rule)rule)->name, seen[rule]);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("rules");
	TCase *tests = tcase_create("rules");
	tcase_add_checked_fixture(tests, play_begin, play_end);
	tcase_add_loop_test(tests, rule_holds_and_is_told, 0, ARRAY_LEN(rows));
	tcase_add_loop_test(tests, finding_is_told, 0, ARRAY_LEN(made));
	tcase_add_loop_test(tests, no_sentence_needs_a_number, RULE_NONE + 1, RULE_COUNT);
	tcase_add_test(tests, every_rule_is_here);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
