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
	    "It answers the SYN that came again in frame 3." },
	{ RULE_RESENT_SMALLER, 6,
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1 id 9\n20.1 a . 1 ack 1\n"
	    "20.2 b S. 0 ack 1 sackok 1 id 9\n30 a . 1:1001 ack 1\n34 a . 1:501 ack 1\n",
	    "Path MTU discovery: the client retransmits the 1000 bytes of frame 5 in smaller "
	    "segments, sooner than an ACK can arrive. A router probably reported that larger "
	    "packets do not fit (RFC 1191)." },
	{ RULE_RESENT_SLOW_START, 7,
	    "0 a S 0 win 1000\n20 b S. 0 ack 1 win 1000\n20.1 a . 1 ack 1 win 1000\n"
	    "30 a . 1:101 ack 1\n31 a . 101:201 ack 1\n300 a . 1:101 ack 1\n"
	    "301 a . 101:201 ack 1\n319 b . 1 ack 201 win 900\n320 b . 1 ack 201 win 800\n"
	    "321 b . 1 ack 201 win 800\n",
	    "It was in flight when the timer expired (frame 6), and is sent again in slow start "
	    "(RFC 5681, 3.1)." },
	{ RULE_RESENT_UNEXPLAINED, 4,
	    "0 a S 0 win 60000\n0.1 b S. 0 ack 1 win 60000\n1.2 a S 0 win 60000\n"
	    "1.3 b S. 0 ack 1 win 60000\n",
	    "" },
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
	    "It overtook its original on the way, which comes in frame 6." },
	{ RULE_RTO_SMALLER, 6,
	    "0 a S 0 win 60000\n20 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a . 1:1001 ack 1\n1100 a . 1:1001 ack 1\n3200 a . 1:501 ack 1\n",
	    "Retransmission timeout (RTO): no ACK of byte 1 came within 2.10 s of frame 5 (RFC "
	    "6298, 5.4). The segment is cut to 500 bytes because larger ones seem to vanish on "
	    "this path: frames 4 and 5 carried 1000 bytes each and were not acknowledged (black "
	    "hole, RFC 4821, 7.7)." },
	{ RULE_RTO_SYN, 3, "0 a S 0 win 60000\n0.1 b S. 0 ack 1 win 60000\n1000 a S 0 win 60000\n",
	    "Retransmission timeout (RTO): no answer to the SYN came within 1.00 s of frame 1 "
	    "(RFC 6298, 2.1)." },
	{ RULE_RTO_SILENCE, 5,
	    "0 a S 0 win 60000\n20 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a . 1:1001 ack 1\n300 a . 1:801 ack 1\n",
	    "Retransmission timeout (RTO): no ACK of byte 1 came within 270.0 ms of frame 4 "
	    "(RFC 6298, 5.4)." },
	{ RULE_RTO_UNHEARD, 6,
	    "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a P. 1:11 ack 1\n"
	    "250 a P. 1:11 ack 1\n500 a P. 1:11 ack 1\n",
	    "Retransmission timeout (RTO): nothing was heard from the server in the 250.0 ms since "
	    "the last copy (frame 5) (RFC 6298, 5.5)." },
	{ RULE_RTO_FIRST_SEGMENT, 8,
	    "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1\n50 b . 1 ack 101\n"
	    "50.1 a . 101:201 ack 1\n100 a . 201:301 ack 1\n255 a . 101:201 ack 1\n",
	    "Retransmission timeout (RTO): no ACK of byte 101 came within 204.9 ms of frame 6, "
	    "while later segments were sent (RFC 6298, 5.1)." },
	{ RULE_RTO_RECOVERY_LOST, 14,
	    "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n30.3 a . 301:401 ack 1\n"
	    "50 b . 1 ack 1\n50.1 b . 1 ack 1\n50.2 b . 1 ack 1\n50.3 a . 1:101 ack 1\n"
	    "250 b . 1 ack 1\n250.1 a . 401:501 ack 1\n260 a . 1:101 ack 1\n",
	    "Retransmission timeout (RTO): the copy that fast recovery sent (frame 11) was lost "
	    "too, and without SACK only the timer shows it (RFC 6582, 4)." },
	{ RULE_RTO_AFTER_REPORTS, 10,
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30 a . 101:201 ack 1\n30 a . 201:301 ack 1\n50 b . 1 ack 1 sack 101:301\n"
	    "50.1 a . 1:101 ack 1\n280 a F. 301 ack 1\n290 a . 1:101 ack 1\n",
	    "Retransmission timeout (RTO): reports of a loss had come before, but none for so long "
	    "that the timer expired, 239.9 ms after frame 8 (RFC 6298, 5.4)." },
	{ RULE_RTO_ELIMINATION, 8,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n20 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20.1 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 1:11 ack 1\n6030 b . 1 ack 11\n"
	    "6040 a P. 11:21 ack 1\n6040.1 a P. 21:31 ack 1\n6340 a P. 11:21 ack 1\n",
	    "Retransmission timeout (RTO): no report of a loss had reached the client, and frame 6 "
	    "was 300.0 ms ago (RFC 6298, 5.4)." },
	{ RULE_RTO_NO_PROBE, 5,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n20 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20.1 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 1:11 ack 1 ts 1030 ecr 5000\n"
	    "250 a P. 1:11 ack 1 ts 1250 ecr 5000\n690 a P. 1:11 ack 1 ts 1690 ecr 5000\n",
	    "Retransmission timeout (RTO): the client sends no tail loss probes, as frame 6 shows "
	    "later (RFC 6298, 5.5)." },
	{ RULE_TLP_DUE, 6,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n0.1 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 101:201 ack 1 ts 1030 ecr 5000\n"
	    "30.1 b . 1 ack 1 ts 5030 ecr 1020 sack 101:201\n"
	    "90 a P. 101:201 ack 1 ts 1090 ecr 5000\n",
	    "Tail loss probe: no ACK came for 60.0 ms, two round trips or more, so the client "
	    "repeats its last segment to provoke one (RFC 8985, 7.2)." },
	{ RULE_TLP_BEFORE_RTO, 8,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n0.1 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "1200 a . 1 ack 1 ts 2200 ecr 5000\n1210 a . 1:1001 ack 1 ts 2210 ecr 5000\n"
	    "1210.1 b . 1 ack 1001 ts 6210 ecr 2210\n1211 a P. 1001:1501 ack 1 ts 2211 ecr 5000\n"
	    "1250 b . 1 ack 1501 ts 6250 ecr 2211\n1500 a P. 1001:1501 ack 1 ts 2500 ecr 5000\n",
	    "Tail loss probe: no ACK came for 250.0 ms, which is too soon for the retransmission "
	    "timer, so the client repeats its last segment to provoke one (RFC 8985, 7.2)." },
	{ RULE_TLP_LAST_ALONE, 6,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n0.1 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 1:101 ack 1 ts 1030 ecr 5000\n"
	    "30.1 b . 1 ack 101 ts 5030 ecr 1030\n40 a P. 1:101 ack 1 ts 1040 ecr 5000\n",
	    "Tail loss probe: the client repeats its last segment to provoke an ACK, 9.9 ms after "
	    "frame 5: nothing behind it could report its loss, and no timer is so short "
	    "(RFC 8985, 7.3)." },
	{ RULE_TLP_ELIMINATION, 7,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n20 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20.1 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 1:11 ack 1\n6030 b . 1 ack 11\n"
	    "6040 a P. 11:21 ack 1\n6340 a P. 11:21 ack 1\n",
	    "Tail loss probe: no ACK and no report of a loss came for 300.0 ms, too short for the "
	    "retransmission timer, so the client repeats its last segment to provoke one "
	    "(RFC 8985, 7.2)." },
	{ RULE_FAST_DOUBLED_ACK, 9,
	    "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1 id 2\n"
	    "50 b . 1 ack 101 id 7\n50.1 a . 101:201 ack 1 id 3\n50.2 a . 201:301 ack 1 id 4\n"
	    "50.3 b . 1 ack 101 id 7\n50.4 a . 101:201 ack 1 id 5\n",
	    "Fast retransmit: the network doubled an ACK (frame 5), which the client took for a "
	    "duplicate ACK (RFC 5681, 3.2)." },
	{ RULE_FAST_PARTIAL_ACK, 15,
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n51 b . 1 ack 1 sack 101:201\n"
	    "51.1 b . 1 ack 1 sack 101:301\n51.2 a . 1:101 ack 1\n51.3 a . 301:401 ack 1\n"
	    "51.4 a . 401:501 ack 1\n51.5 a . 501:601 ack 1\n71.2 b . 1 ack 301 sack 401:501\n"
	    "71.3 b . 1 ack 501\n71.4 a . 501:601 ack 1\n",
	    "Fast recovery: frame 14 is a partial ACK, of less than was in flight when recovery "
	    "began, so byte 501 is the next one missing (RFC 6582, 3.2)." },
	{ RULE_FAST_DUPLICATES, 10,
	    "0 a S 0 win 60000\n20 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000\n"
	    "40 a . 101:201 ack 1\n40.1 b . 1 ack 1\n41 a . 201:301 ack 1\n41.1 b . 1 ack 1\n"
	    "42 a . 301:401 ack 1\n42.1 b . 1 ack 1\n62 a . 1:101 ack 1\n",
	    "Fast retransmit: duplicate ACKs (frames 5 to 9) reported the loss before the "
	    "retransmission timer expired (RFC 5681, 3.2)." },
	{ RULE_FAST_EARLY, 7,
	    "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30.1 a . 101:201 ack 1\n50 b . 1 ack 1\n50.1 a . 1:101 ack 1\n",
	    "Early retransmit: fewer than three duplicate ACKs (frame 6) triggered it before the "
	    "retransmission timer expired (RFC 5827, 3)." },
	{ RULE_RACK_LOST_AGAIN, 12,
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n50 b . 1 ack 1 sack 101:201\n"
	    "50.1 b . 1 ack 1 sack 101:301\n50.3 a . 1:101 ack 1\n50.4 a . 301:401 ack 1\n"
	    "71 b . 1 ack 1 sack 101:401\n71.1 a . 1:101 ack 1\n",
	    "RACK: the last copy (frame 9) was lost too: what was sent after it has been SACKed "
	    "(frame 11) (RFC 8985, 6.2)." },
	{ RULE_FAST_SACK, 11,
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n30.3 a . 301:401 ack 1\n"
	    "50 b . 1 ack 1 sack 101:201\n50.1 b . 1 ack 1 sack 101:301\n"
	    "50.2 b . 1 ack 1 sack 101:401\n50.3 a . 1:101 ack 1\n",
	    "Fast recovery: SACK (frames 8 to 10) reports so much beyond byte 1 that it counts as "
	    "lost (RFC 6675, 4)." },
	{ RULE_RACK_SACKED, 6,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n0.1 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 101:201 ack 1 ts 1030 ecr 5000\n"
	    "30.1 b . 1 ack 1 ts 5030 ecr 1020 sack 101:201\n"
	    "60 a . 1:101 ack 1 ts 1060 ecr 5030\n",
	    "RACK: SACK (frame 5) reports a segment that was sent later, so byte 1 counts as lost "
	    "(RFC 8985, 6.2)." },
	{ RULE_RACK_RESENT_ACKED, 11,
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30 a . 101:201 ack 1\n50 b . 1 ack 1 sack 101:201\n50.1 a . 1:101 ack 1\n"
	    "50.2 a . 201:301 ack 1\n80 a . 1:101 ack 1\n100 b . 1 ack 201\n"
	    "100.1 a . 201:301 ack 1\n",
	    "RACK: frame 10 acknowledges a retransmission that was sent after the last copy "
	    "(frame 8), so that copy counts as lost (RFC 8985, 6.2)." },
	{ RULE_FAST_IN_RECOVERY, 9,
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30 a . 101:201 ack 1\n50 b . 1 ack 1 sack 101:201\n50.1 a . 1:101 ack 1\n"
	    "50.2 a . 201:301 ack 1\n80 a . 1:101 ack 1\n100 b . 1 ack 201\n"
	    "100.1 a . 201:301 ack 1\n",
	    "Fast recovery: after frame 6 the client retransmits what an earlier report left "
	    "missing (RFC 6675, 5)." },
	{ RULE_FAST_LAST_RECOVERY, 14,
	    "0 a S 0 sackok 1\n0.1 b S. 0 ack 1 sackok 1\n20 a . 1 ack 1\n"
	    "30 a . 1:101 ack 1 id 1\n30.01 b . 1 ack 101\n31 a . 201:301 ack 1 id 3\n"
	    "31.01 b . 1 ack 101 sack 201:301\n32 a . 401:501 ack 1 id 5\n"
	    "32.01 b . 1 ack 101 sack 401:501 sack 201:301\n52 a . 101:201 ack 1 id 6\n"
	    "52.01 b . 1 ack 301 sack 401:501\n52.1 a . 301:401 ack 1 id 7\n52.11 b . 1 ack 501\n"
	    "52.2 a . 401:501 ack 1 id 8\n",
	    "Fast recovery: the client sent it in the recovery that has just ended here, before it "
	    "heard of that; its newest ACK was frame 9 (RFC 6675, 5)." },
	{ RULE_FAST_BEFORE_RTO, 14,
	    "0 a S 0 sackok 1\n0.1 b S. 0 ack 1 sackok 1\n1 a . 1 ack 1 id 1\n"
	    "8 a . 1:11 ack 1 id 2\n8.1 b . 1 ack 11\n10 a . 11:101 ack 1 id 3\n"
	    "10.1 b . 1 ack 101\n12 a . 201:301 ack 1 id 5\n12.1 b . 1 ack 101 sack 201:301\n"
	    "14 a . 101:201 ack 1 id 4\n14.1 b . 1 ack 301\n30 a . 301:401 ack 1 id 6\n"
	    "30.1 b . 1 ack 401\n40 a . 101:201 ack 1 id 7\n40.1 b . 1 ack 401 sack 101:201\n",
	    "Fast retransmit: the loss had been reported, and it is too soon for the "
	    "retransmission timer (RFC 5681, 3.2)." },
	{ RULE_SPURIOUS_ACKED, 3, "0 a S 0\n10 b S. 0 ack 1\n1020 a S 0\n",
	    "It was needless: frame 2 had acknowledged it already." },
	{ RULE_SPURIOUS_AT_RECEIVER, 5,
	    "20 a S 0 win 8192\n20.1 b S. 0 ack 1\n61 a . 1 ack 1\n62 a P. 11:21 ack 1\n"
	    "100 a P. 11:21 ack 1\n",
	    "Spurious: all of it had reached the server before, in frame 4." },
	{ RULE_SPURIOUS_DSACK, 5,
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n30 a P. 1:11 ack 1\n"
	    "250 a P. 1:11 ack 1\n270 b . 1 ack 11\n290 b . 1 ack 11 sack 1:11\n",
	    "Spurious: an earlier copy arrived, which the server reports by D-SACK in frame 7 "
	    "(RFC 2883, 4)." },
	{ RULE_SPURIOUS_ECHO, 5,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n20 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20.1 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 1:11 ack 1 ts 1030 ecr 5000\n"
	    "250 a P. 1:11 ack 1 ts 1250 ecr 5000\n251 b . 1 ack 11 ts 5031 ecr 1030\n",
	    "Spurious: an earlier copy arrived, whose timestamp frame 6 echoes (RFC 3522, 3.2)." },
	{ RULE_SPURIOUS_LATE_ORIGINAL, 8,
	    "0 a S 0 sackok 1 id 1\n0.1 b S. 0 ack 1 sackok 1\n20 a . 1 ack 1 id 2\n"
	    "30 a . 1:101 ack 1 id 3\n30.1 b . 1 ack 101\n31 a . 201:301 ack 1 id 5\n"
	    "31.1 b . 1 ack 101 sack 201:301\n60 a . 101:201 ack 1 id 8\n60.1 b . 1 ack 301\n"
	    "62 a . 101:201 ack 1 id 4\n62.1 b . 1 ack 301 sack 101:201\n",
	    "Spurious: the original was only late, and comes in frame 10, 2.0 ms later." },
	{ RULE_OOO_IP_ID, 5,
	    "0 a S 0\n0.1 b S. 0 ack 1\n20 a . 1 ack 1\n30 a P. 1001:1501 ack 1 id 501\n"
	    "55 a . 1:1001 ack 1 id 500\n",
	    "It is the first transmission, overtaken on the way by segments that were sent later: "
	    "frame 4 came 25.0 ms before it." },
	{ RULE_OOO_TIMESTAMP, 10,
	    "0 a S 0 ts 1000 ecr 0\n0.1 b S. 0 ack 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a . 201:301 ack 1 ts 1030 ecr 5000\n"
	    "30.1 b . 1 ack 1 ts 5030 ecr 1020\n31 a . 301:401 ack 1 ts 1031 ecr 5000\n"
	    "31.1 b . 1 ack 1 ts 5031 ecr 1020\n32 a . 401:501 ack 1 ts 1032 ecr 5000\n"
	    "32.1 b . 1 ack 1 ts 5032 ecr 1020\n52 a . 101:201 ack 1 ts 1029 ecr 5000\n"
	    "52.1 b . 1 ack 1 ts 5052 ecr 1020\n53 a . 1:101 ack 1 ts 1053 ecr 5032\n"
	    "53.1 b . 1 ack 501 ts 5053 ecr 1053\n54 a . 101:201 ack 1 ts 1054 ecr 5032\n",
	    "It is the first transmission, overtaken on the way by segments that were sent later: "
	    "frame 4 came 22.0 ms before it." },
	{ RULE_OOO_SAME_TICK, 8,
	    "0 a S 0 ts 1000 ecr 0\n0.05 b S. 0 ack 1 ts 5000 ecr 1000\n"
	    "0.5 a . 1 ack 1 ts 1000 ecr 5000\n9 a . 1:101 ack 1 ts 1003 ecr 5003\n"
	    "9.1 b . 1 ack 101 ts 5009 ecr 1003\n10 a . 201:301 ack 1 ts 1003 ecr 5003\n"
	    "10.1 b . 1 ack 101 ts 5010 ecr 1003\n12 a . 101:201 ack 1 ts 1003 ecr 5003\n",
	    "It is the first transmission, overtaken on the way by segments that were sent later: "
	    "frame 6 came 2.0 ms before it." },
	{ RULE_OOO_TOO_SOON, 6,
	    "0 a S 0\n0.1 b S. 0 ack 1\n20 a . 1 ack 1\n30 b F. 1 ack 1\n40 a F. 101:201 ack 1\n"
	    "50 a . 1:101 ack 2\n",
	    "It is the first transmission, overtaken on the way by segments that were sent later: "
	    "frame 5 came 10.0 ms before it." },
	{ RULE_OOO_COPY_IP_ID, 10,
	    "0 a S 0 sackok 1 id 1\n0.1 b S. 0 ack 1 sackok 1\n20 a . 1 ack 1 id 2\n"
	    "30 a . 1:101 ack 1 id 3\n30.1 b . 1 ack 101\n31 a . 201:301 ack 1 id 5\n"
	    "31.1 b . 1 ack 101 sack 201:301\n60 a . 101:201 ack 1 id 8\n60.1 b . 1 ack 301\n"
	    "62 a . 101:201 ack 1 id 4\n62.1 b . 1 ack 301 sack 101:201\n",
	    "It is the first transmission, overtaken on the way by the retransmission of its bytes "
	    "in frame 8, 2.0 ms before." },
	{ RULE_OOO_COPY_TIMESTAMP, 8,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n0.1 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a . 101:201 ack 1 ts 1031 ecr 5000\n"
	    "30.1 b . 1 ack 1 ts 5030 ecr 1020 sack 101:201\n"
	    "60 a . 1:101 ack 1 ts 1060 ecr 5030\n60.1 b . 1 ack 201 ts 5060 ecr 1060\n"
	    "62 a . 1:101 ack 1 ts 1030 ecr 5000\n",
	    "It is the first transmission, overtaken on the way by the retransmission of its bytes "
	    "in frame 6, 2.0 ms before." },
	{ RULE_TWIN_IP_ID, 4,
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1 id 9\n20.1 a . 1 ack 1\n"
	    "20.2 b S. 0 ack 1 sackok 1 id 9\n30 a . 1:1001 ack 1\n34 a . 1:501 ack 1\n",
	    "It is the IP packet of frame 2 again: the network or the capture doubled it, the "
	    "server sent it once." },
	{ RULE_TWIN_NO_REASON, 3, "0 a S 0\n0.1 b S. 0 ack 1\n10 a S 0\n",
	    "It is the IP packet of frame 1 again: the network or the capture doubled it, the "
	    "client sent it once." },
	{ RULE_TWIN_LATE, 7,
	    "0 a S 0 win 1000\n20 b S. 0 ack 1 win 1000\n20.1 a . 1 ack 1 win 1000\n"
	    "30 a . 1:101 ack 1\n21.5 b S. 0 ack 1 win 1000\n50 b . 1 ack 101\n"
	    "220 b S. 0 ack 1 win 1000\n",
	    "It is the IP packet of frame 5 again: the network or the capture doubled it, the "
	    "server sent it once." },
	{ RULE_HOLE, 5,
	    "0 a S 0 sackok 1\n0.1 b S. 0 ack 1 sackok 1\n20 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "31 a . 201:301 ack 1\n80 a . 101:201 ack 1\n",
	    "The 100 bytes before it have not been seen here: they are lost or late. Frame 6 "
	    "brings them, 49.0 ms later." },
	{ RULE_HOLE_ACKED, 5,
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 b . 1 ack 500\n40 a P. 500:600 ack 1\n",
	    "Bytes before it are not in this capture, though the server has acknowledged them." },
	{ RULE_ACKS_UNSEEN, 2, "0 a S 0 win 8192\n10 b . 700 ack 5000 win 115\n11 a R 5000 win 0\n",
	    "It acknowledges bytes that this capture never saw, so they did arrive." },
	{ RULE_DUP_PAWS, 9,
	    "0 a S 0 ts 1000 ecr 0\n0.05 b S. 0 ack 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a . 1:101 ack 1 ts 1030 ecr 5000\n"
	    "30.1 b . 1 ack 101 ts 5030 ecr 1030\n60 a . 101:201 ack 1 ts 1060 ecr 5030\n"
	    "60.1 b . 1 ack 201 ts 5060 ecr 1060\n70 a . 201:301 ack 1 ts 1031 ecr 5000\n"
	    "70.1 b . 1 ack 201 ts 5070 ecr 1060\n",
	    "The server has thrown frame 8 away, whose timestamp is older than the one echoed here "
	    "(PAWS, RFC 7323, 5), and repeats ack 201: it still lacks that byte." },
	{ RULE_DUP_DSACK, 7,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n20 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20.1 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 1:11 ack 1 ts 1030 ecr 5000\n"
	    "250 a P. 1:11 ack 1 ts 1250 ecr 5000\n272 b . 1 ack 11 ts 5252 ecr 1250\n"
	    "272.03 b . 1 ack 11 ts 5252 ecr 1250 sack 1:11\n",
	    "The server got again what it had already, in frame 5, and says so by repeating ack 11 "
	    "(RFC 9293, 3.10.7.4)." },
	{ RULE_DUP_SACK, 5,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n0.1 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 101:201 ack 1 ts 1030 ecr 5000\n"
	    "30.1 b . 1 ack 1 ts 5030 ecr 1020 sack 101:201\n"
	    "60 a . 1:101 ack 1 ts 1060 ecr 5030\n",
	    "A segment beyond byte 1 (frame 4) reached the server, which repeats ack 1, as that is "
	    "the byte it waits for (RFC 5681, 2 and 4.2)." },
	{ RULE_DUP_OUTSTANDING, 5,
	    "0 a S 0\n0.1 b S. 0 ack 1\n20 a . 1 ack 1\n30 a P. 1441:1501 ack 1\n"
	    "30.1 b . 1 ack 1\n32 a P. 1390:1501 ack 1\n",
	    "Something, perhaps frame 4, arrived out of order at the server, which without SACK "
	    "does not say what: byte 1 is still missing (RFC 5681, 2 and 4.2)." },
	{ RULE_DUP_OLD_DATA, 7,
	    "0 a S 0 win 8192\n10 b S. 0 ack 1\n20 a . 1 ack 1\n30 a P. 1:6 ack 1\n"
	    "40 b . 1 ack 6\n50 a P. 1:6 ack 1\n60 b . 1 ack 6\n",
	    "The server got something old, sent again or late (frame 6), and says so by repeating "
	    "ack 6 (RFC 9293, 3.10.7.4)." },
	{ RULE_DUP_ARRIVAL, 10,
	    "0 a S 0 win 1000\n20 b S. 0 ack 1 win 1000\n20.1 a . 1 ack 1 win 1000\n"
	    "30 a . 1:101 ack 1\n31 a . 101:201 ack 1\n300 a . 1:101 ack 1\n"
	    "301 a . 101:201 ack 1\n319 b . 1 ack 201 win 900\n320 b . 1 ack 201 win 800\n"
	    "321 b . 1 ack 201 win 800\n",
	    "Something arrived out of order at the server, which without SACK does not say what: "
	    "byte 201 is still missing (RFC 5681, 2 and 4.2)." },
	{ RULE_DUP_UNKNOWN, 5,
	    "0 a S 0 win 8192\n10 b S. 0 ack 1 win 9000\n20 a . 1 ack 1\n"
	    "320 b . 1 ack 201 win 9000 sack 1:101\n340 b . 1 ack 201 win 9000 sack 1:101\n",
	    "The server got something old or out of order, and says so by repeating ack 201 "
	    "(RFC 9293, 3.10.7.4)." },
	{ RULE_DUP_WINDOW, 7,
	    "0 a S 0 win 1000\n0.1 b S. 0 ack 1 win 1000\n20 a . 1 ack 1 win 1000\n"
	    "30 a . 1:101 ack 1\n30.1 b . 1 ack 101 win 900\n40 a . 201:301 ack 1\n"
	    "40.1 b . 1 ack 101 win 910\n",
	    "Something arrived out of order at the server, which moved the window, too: byte 101 "
	    "is still missing (RFC 5681, 4.2)." },
	{ RULE_DUP_LATE, 9,
	    "0 a S 0 win 1000\n20 b S. 0 ack 1 win 1000\n20.1 a . 1 ack 1 win 1000\n"
	    "30 a . 1:101 ack 1\n30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n"
	    "50 b . 1 ack 301 win 900 id 9\n436 b . 1 ack 101 win 900 id 5\n"
	    "436.1 b . 1 ack 101 win 900 id 6\n436.2 b . 1 ack 101 win 900 id 7\n"
	    "437 b . 1 ack 201 win 900 id 8\n",
	    "It was overtaken on the way: an ACK that acknowledges more came before it." },
	{ RULE_WINDOW_REOPENED, 6,
	    "0 a S 0 win 8192 ws 8\n0.05 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a . 1:129 ack 1 win 256\n30.1 b . 1 ack 129 win 0\n400 b . 1 ack 129 win 100\n"
	    "420 a . 129:257 ack 1 win 256\n",
	    "Nothing new arrived; the window goes from 0 to 12800 bytes because the application "
	    "has read, and data may flow again." },
	{ RULE_WINDOW_ANSWER, 7,
	    "0 a S 0 win 1000\n0.1 b S. 0 ack 1 win 1000\n20 a . 1 ack 1 win 1000\n"
	    "30 a . 1:101 ack 1\n30.1 b . 1 ack 101 win 900\n2000 a . 100 ack 1\n"
	    "2000.1 b . 1 ack 101 win 1000\n4000 a . 100 ack 1\n4000.1 b . 1 ack 101 win 1000\n",
	    "Nothing new arrived; the window goes from 900 to 1000 bytes because the application "
	    "has read." },
	{ RULE_WINDOW_OPENED, 6,
	    "0 a S 0 win 60000 ws 0\n20 b S. 0 ack 1 win 60000 ws 0\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a . 1:101 ack 1 win 60000\n50 b . 1 ack 101 win 59900\n"
	    "90 b . 1 ack 101 win 60000\n",
	    "Nothing new arrived; the window goes from 59900 to 60000 bytes because the "
	    "application has read." },
	{ RULE_WINDOW_REDUCED, 8,
	    "0 a S 0 ws 0\n20 b S. 0 ack 1 ws 0\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30.1 a . 101:201 ack 1\n50 b . 1 ack 101 win 900 id 12\n"
	    "50.1 b . 1 ack 101 win 800 id 11\n60 b . 1 ack 101 win 700 id 13\n",
	    "Nothing new arrived; the window goes from 800 to 700 bytes." },
	{ RULE_ZERO_WINDOW, 5,
	    "0 a S 0 win 60000 ws 0\n20 b S. 0 ack 1 win 60000 ws 0\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a . 1:129 ack 1 win 60000\n50 b . 1 ack 129 win 0\n900 b . 1 ack 129 win 60000\n",
	    "Its window is 0, as its receive buffer is full: the client must stop until it opens, "
	    "but for probes (RFC 9293, 3.8.6.1). Frame 6 opens it, 850.0 ms later." },
	{ RULE_WINDOW_FULL, 4,
	    "0 a S 0 win 1000 ws 0\n20 b S. 0 ack 1 win 1000 ws 0\n20.1 a . 1 ack 1 win 1000\n"
	    "30 a . 1:1001 ack 1 win 1000\n",
	    "It fills the server's window to the last byte: the client has to wait for room there "
	    "(RFC 9293, 3.8.6)." },
	{ RULE_WINDOW_PROBE, 8,
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a . 1:129 ack 1\n31 b . 1 ack 129 win 1\n32 a . 129:257 ack 1\n"
	    "33 b . 1 ack 257 win 0\n300 a . 256 ack 1\n301 b . 1 ack 257 win 0\n"
	    "400 b . 1 ack 257 win 100\n",
	    "The client probes the closed window of the server, so that a lost window update "
	    "cannot stall the session (RFC 9293, 3.8.6.1). Frame 9 answers 1.0 ms later." },
	{ RULE_WINDOW_PROBE_BYTE, 6,
	    "0 a S 0 win 60000 ws 0\n20 b S. 0 ack 1 win 60000 ws 0\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a . 1:129 ack 1 win 60000\n50 b . 1 ack 129 win 0\n"
	    "300 a . 129:130 ack 1 win 60000\n320 b . 1 ack 129 win 0\n"
	    "900 b . 1 ack 129 win 100\n",
	    "The client probes the closed window of the server, so that a lost window update "
	    "cannot stall the session (RFC 9293, 3.8.6.1). Frame 7 answers 20.0 ms later." },
	{ RULE_PROBE_CLOSED, 9,
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a . 1:129 ack 1\n31 b . 1 ack 129 win 1\n32 a . 129:257 ack 1\n"
	    "33 b . 1 ack 257 win 0\n300 a . 256 ack 1\n301 b . 1 ack 257 win 0\n"
	    "400 b . 1 ack 257 win 100\n",
	    "It answers the window probe of frame 8: the window is still closed." },
	{ RULE_KEEP_ALIVE, 6,
	    "0 a S 0 win 60000 ws 0\n20 b S. 0 ack 1 win 60000 ws 0\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a . 1:101 ack 1 win 60000\n50 b . 1 ack 101 win 60000\n"
	    "5000 a . 100 ack 1 win 60000\n5020 b . 1 ack 101 win 60000\n",
	    "A keep-alive after 4.95 s of silence: the client repeats the number before the next "
	    "one, which the server answers by an ACK if the connection is still there "
	    "(RFC 9293, 3.8.4). Frame 7 answers it." },
	{ RULE_KEEP_ALIVE_ANSWER, 7,
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a P. 1:3 ack 1\n31 b . 1 ack 3 win 200\n9000 a . 2 ack 1\n"
	    "9001 b . 1 ack 3 win 200\n",
	    "It answers the keep-alive of frame 6: the session is still alive." },
	{ RULE_NEW_ISN, 5,
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a R. 1 ack 1 win 0\n50 a S 7000 win 10\n60 b S. 9000 ack 7001 win 10\n"
	    "1070 a S 7000 win 10\n",
	    "The same addresses and ports served an earlier session, until frame 4; the new "
	    "initial sequence number begins another." },
	{ RULE_WINDOW_SHRUNK, 4,
	    "0 a S 0 win 60000 ws 0\n20 b S. 0 ack 1 win 60000 ws 0\n20.1 a . 1 ack 1 win 60000\n"
	    "30 b . 1 ack 1 win 9000\n",
	    "It takes back window that it had offered before, in frame 2, which a receiver should "
	    "not do (RFC 9293, 3.8.6)." },
	{ RULE_CE_MARK, 4, "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a P. 1:6 ack 1 tos 3\n",
	    "A router on its way had a queue and marked it Congestion Experienced instead of "
	    "dropping it (RFC 3168, 5)." },
	{ RULE_ECE, 5,
	    "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a P. 1:6 ack 1\n50 b .E 1 ack 6\n"
	    "51 a P.W 6:9 ack 1\n",
	    "ECE tells the client that marked segments arrive, until CWR confirms it "
	    "(RFC 3168, 6.1.3). Frame 6 does, 1.0 ms later." },
	{ RULE_CWR_ECHO, 5,
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "31 b .E 1 ack 6 win 200\n32 a P.W 6:9 ack 1 win 256\n",
	    "CWR: the client has reduced its congestion window because of the mark that frame 4 "
	    "reports (RFC 3168, 6.1.2)." },
	{ RULE_CWR_LOSS, 8,
	    "0 a SEW 0 sackok 1\n20 b S.E 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n"
	    "30 a . 1:101 ack 1\n30.1 a . 101:201 ack 1\n50 b . 1 ack 1 sack 101:201\n"
	    "50.3 a . 1:101 ack 1\n50.4 a .W 401:501 ack 1\n",
	    "CWR: the client has reduced its congestion window because of a loss, which frame 7 "
	    "repairs (RFC 3168, 6.1.2)." },
	{ RULE_CWR, 4,
	    "0 a S 0 win 60000\n20 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a .W 1:101 ack 1\n50 b .E 1 ack 101\n50.1 b .E 1 ack 101\n51 a .W 101:201 ack 1\n",
	    "CWR: the client has reduced its congestion window, which it tells whatever the reason "
	    "(RFC 3168, 6.1.2)." },
	{ RULE_UNSEEN_AT_SENDER, 10,
	    "0 a S 0 win 60000\n20 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000\n"
	    "40 a . 101:201 ack 1\n40.1 b . 1 ack 1\n41 a . 201:301 ack 1\n41.1 b . 1 ack 1\n"
	    "42 a . 301:401 ack 1\n42.1 b . 1 ack 1\n62 a . 1:101 ack 1\n",
	    "The original was lost between the client and the capture point: where it is sent, "
	    "nothing can be out of order." },
	{ RULE_UNSEEN_IP_ID, 6,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n0.1 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a . 101:201 ack 1 ts 1030 ecr 5000 id 7\n"
	    "30.1 b . 1 ack 1 ts 5030 ecr 1020 sack 101:201\n"
	    "60 a . 1:101 ack 1 ts 1060 ecr 5030 id 8\n60.1 b . 1 ack 201 ts 5060 ecr 1060\n"
	    "60.4 a . 1:101 ack 1 ts 1060 ecr 5030 id 8\n"
	    "60.5 b . 1 ack 201 ts 5060 ecr 1060 sack 1:101\n",
	    "The original was lost between the client and the capture point: this IP "
	    "identification is newer than that of frame 4." },
	{ RULE_UNSEEN_TIMESTAMP, 6,
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n0.1 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 101:201 ack 1 ts 1030 ecr 5000\n"
	    "30.1 b . 1 ack 1 ts 5030 ecr 1020 sack 101:201\n"
	    "60 a . 1:101 ack 1 ts 1060 ecr 5030\n",
	    "The original was lost between the client and the capture point: this timestamp is "
	    "newer than that of frame 4." },
	{ RULE_UNSEEN_TOO_LATE, 6,
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a . 101:201 ack 1\n31 b . 1 ack 1 win 200 sack 101:201\n90 a . 1:101 ack 1\n",
	    "The original was lost between the client and the capture point: this one comes 60.0 "
	    "ms after frame 4, later than reordering explains." },
	{ RULE_WAITED_FOR_WINDOW, 7,
	    "0 a S 0 win 8192 ws 8\n0.05 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a . 1:129 ack 1 win 256\n30.1 b . 1 ack 129 win 0\n400 b . 1 ack 129 win 100\n"
	    "420 a . 129:257 ack 1 win 256\n",
	    "It was the receiver that kept it waiting: there was no room for it in the server's "
	    "window until frame 6 opened it (RFC 9293, 3.8.6)." },
	{ RULE_IDLE, 4,
	    "0 a S 0 win 8192 ws 8\n20 b S. 0 ack 1 win 14600 ws 7\n20.05 a . 1 ack 1 win 256\n"
	    "1020 a P. 1:6 ack 1 win 256\n",
	    "It ends 1000.0 ms in which the client's application had nothing to send: all was "
	    "acknowledged and the window was open (RFC 5681, 4.1)." },
	{ RULE_ACK_HELD, 5,
	    "0 a S 0 win 8192 ws 8\n0.05 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a P. 1:101 ack 1 win 256\n70 b . 1 ack 101 win 115\n",
	    "The server held it back for 40.0 ms, in the hope of data or a second segment to send "
	    "it with: a delayed ACK (RFC 9293, 3.8.6.3; RFC 5681, 4.2)." },
	{ RULE_ACK_HELD_NEAR, 5,
	    "0 a S 0 win 8192 ws 8\n0.2 b S. 0 ack 1 win 14600 ws 7\n0.3 a . 1 ack 1 win 256\n"
	    "30 a P. 1:101 ack 1 win 256\n70 b . 1 ack 101 win 115\n",
	    "The server held it back for 40.0 ms, in the hope of data or a second segment to send "
	    "it with: a delayed ACK (RFC 9293, 3.8.6.3; RFC 5681, 4.2)." },
	{ RULE_NAGLE, 6,
	    "0 a S 0 win 8192 ws 8\n0.05 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a P. 1:101 ack 1 win 256\n70 b . 1 ack 101 win 115\n"
	    "90.2 a P. 101:201 ack 1 win 256\n",
	    "Nagle's algorithm held it back: a small segment waits until the one before is "
	    "acknowledged, which took 40.0 ms until frame 5, a delayed ACK (RFC 9293, 3.7.4; "
	    "RFC 896)." },
	{ RULE_NO_LISTENER, 2, "0 a S 0\n1 b R. 0 ack 1 win 0\n",
	    "The server refuses the connection: nothing listens on port 8000 "
	    "(RFC 9293, 3.10.7.1)." },
	{ RULE_ABORT_UNREAD, 8,
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a . 1:1001 ack 1 win 256\n31 b . 1 ack 1001 win 100\n"
	    "32 a . 1001:9001 ack 1 win 256\n33 b . 1 ack 9001 win 30\n60 b R. 1 ack 9001 win 0\n",
	    "The server closes with data unread, which it tells by a reset instead of a FIN "
	    "(RFC 2525, 2.17): as frame 7 offered so little window, its application had not "
	    "read." },
	{ RULE_ABORT_KEEP_ALIVE, 8,
	    "0 a S 0 win 60000 ws 0\n20 b S. 0 ack 1 win 60000 ws 0\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a . 1:101 ack 1 win 60000\n50 b . 1 ack 101 win 60000\n"
	    "5000 a . 100 ack 1 win 60000\n6000 a . 100 ack 1 win 60000\n7000 a R. 101 ack 1\n",
	    "The client aborts the connection: a reset needs no FIN and no acknowledgement. Both "
	    "ends are CLOSED at once, whatever the application of the server does, and bytes not "
	    "yet delivered are discarded (RFC 9293, 3.5.3). Its keep-alives (frames 6 to 7) had "
	    "got no answer (RFC 9293, 3.8.4)." },
	{ RULE_ABORT_NOTHING_UNREAD, 4,
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a R. 1 ack 1 win 0\n",
	    "The client aborts the connection: a reset needs no FIN and no acknowledgement. Both "
	    "ends are CLOSED at once, whatever the application of the server does, and bytes not "
	    "yet delivered are discarded (RFC 9293, 3.5.3). It carries an ACK, so it answers "
	    "nothing: its application gave up (ABORT call, SO_LINGER 0), as the server had sent "
	    "nothing that could be unread." },
	{ RULE_ABORT, 6,
	    "0 a S 0 win 8192\n10 b S. 0 ack 1 win 14600\n20 a . 1 ack 1 win 256\n"
	    "30 a P. 1:11 ack 1 win 256\n900 a P. 1:11 ack 1 win 256\n901 b R. 1 ack 11 win 0\n",
	    "The server aborts the connection: a reset needs no FIN and no acknowledgement. Both "
	    "ends are CLOSED at once, whatever the application of the client does, and bytes not "
	    "yet delivered are discarded (RFC 9293, 3.5.3). It carries an ACK, so it answers "
	    "nothing: its application gave up, or closed with data unread, which look alike." },
	{ RULE_ACK_OF_OTHER, 3,
	    "0 a S 0 win 8192\n10 b . 700 ack 5000 win 115\n11 a R 5000 win 0\n",
	    "The client has sent a SYN, and the answer (frame 2) acknowledges a number that it "
	    "never sent: the server knows an older connection, which this reset ends "
	    "(RFC 9293, 3.10.7.3 and 3.5.1)." },
	{ RULE_CLOSED_NOTHING_NEW, 8,
	    "0 a S 0 win 60000\n20 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a F. 1 ack 1\n50 b F. 1 ack 2\n50.1 a . 2 ack 2\n52 a . 2 ack 2\n52.1 b R 2\n",
	    "The server has closed the connection, and answers what comes for it still, frame 7, "
	    "by a reset (RFC 9293, 3.10.7.1)." },
	{ RULE_CLOSED_DATA, 7,
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 b F. 1 ack 1 win 115\n40 a . 1 ack 2 win 256\n50 a P. 1:6 ack 2 win 256\n"
	    "51 b R 2 win 0\n",
	    "The server has closed, so nobody there reads what frame 6 brings; the reset says that "
	    "it is lost (RFC 1122, 4.2.2.13)." },
	{ RULE_HALF_OPEN_RESET, 7,
	    "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a R. 1 ack 1\n400 b P. 1:11 ack 1\n"
	    "800 b P. 1:11 ack 1\n820 a R 1\n",
	    "The client has no such connection any more, as the reset of frame 4 has told "
	    "(RFC 9293, 3.10.7.1)." },
	{ RULE_HALF_OPEN, 4,
	    "0 a S 0 win 8192\n10 b S. 0 ack 1 win 14600\n20 a . 1 ack 1 win 256\n"
	    "30 b R 1 win 0\n",
	    "The server has no such connection, while the client still takes it for open: it is "
	    "half-open (RFC 9293, 3.5.1). The reset answers frame 3 and takes its number from that "
	    "frame's ACK (3.5.2)." },
	{ RULE_RESET_BELOW_WINDOW, 6,
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a P. 1:101 ack 1 win 256\n40 b . 1 ack 101 win 115\n41 a R 1 win 0\n",
	    "The server ignores this reset: its number 1 is outside of the window "
	    "(RFC 9293, 3.10.7.4; RFC 5961, 3.2)." },
	{ RULE_RESET_ABOVE_WINDOW, 6,
	    "0 a S 0 win 60000 ws 0\n20 b S. 0 ack 1 win 60000 ws 0\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a . 1:129 ack 1 win 60000\n50 b . 1 ack 129 win 60000\n60 a R 200000\n",
	    "The server ignores this reset: its number 200000 is outside of the window "
	    "(RFC 9293, 3.10.7.4; RFC 5961, 3.2)." },
	{ RULE_SYN_UNANSWERED, 2, "0 a S 0\n1020 a S 0\n",
	    "No answer came before the timer of the client expired: the SYN or the answer was "
	    "lost, or nobody is there (RFC 1122, 4.2.3.5)." },
	{ RULE_OVERFLOW_ACK, 5,
	    "0 a S 0 win 8192 ws 8\n0.05 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "20.1 a P. 1:6 ack 1 win 256\n1000 b S. 0 ack 1 win 14600 ws 7\n",
	    "The ACK that ends the handshake (frame 3) had come to this host, with data behind it, "
	    "and was not taken: the listener's queue of connections to accept is full." },
	{ RULE_PAWS, 8,
	    "0 a S 0 ts 1000 ecr 0\n0.05 b S. 0 ack 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a . 1:101 ack 1 ts 1030 ecr 5000\n"
	    "30.1 b . 1 ack 101 ts 5030 ecr 1030\n60 a . 101:201 ack 1 ts 1060 ecr 5030\n"
	    "60.1 b . 1 ack 201 ts 5060 ecr 1060\n70 a . 201:301 ack 1 ts 1031 ecr 5000\n"
	    "70.1 b . 1 ack 201 ts 5070 ecr 1060\n",
	    "The server throws it away and repeats ack 201 in frame 9: it has taken in a segment "
	    "with a newer timestamp, so that this one counts as a leftover of long ago (PAWS, "
	    "RFC 7323, 5)." },
	{ RULE_RESET_SYN_SENT, 2, "0 a S 0\n3.8 b R. 0 ack 0\n",
	    "The client ignores this reset, which does not acknowledge the SYN in frame 1: the "
	    "only valid ACK number is that SYN's number plus one (RFC 9293, 3.10.7.3)." },
	{ RULE_RESET_INEXACT, 4, "0 a S 0\n10 b S. 0 ack 1\n20 a . 1 ack 1\n30 b R. 401 ack 1\n",
	    "Inexact reset: 401 lies in the receive window of the client but is not the next "
	    "number expected. By RFC 5961, 3.2, the client answers with a challenge ACK and "
	    "keeps the connection; older stacks close it." },
	{ RULE_ACK_UNSOLICITED, 4, "0 a S 0\n3 b R. 0 ack 1\n20 a S. 0 ack 654321\n24 b R 654321\n",
	    "The server has sent no SYN, so it answers the SYN-ACK in frame 3 with a reset, "
	    "whose number is the ACK number of that segment (RFC 9293, 3.10.7.1)." },
	{ RULE_CHALLENGE_RST, 5,
	    "0 a S 0\n10 b S. 0 ack 1\n20 a . 1 ack 1\n30 b R. 401 ack 1\n31 a . 1 ack 1\n",
	    "Challenge ACK: the reset in frame 4 does not have the next number expected, so the "
	    "client keeps the connection and repeats its own numbers (RFC 5961, 3.2)." },
	{ RULE_CHALLENGE_SYN, 5,
	    "0 a S 0\n10 b S. 0 ack 1\n20 a . 1 ack 1\n30 b S. 5001 ack 1\n"
	    "30.1 a . 1 ack 1\n",
	    "Challenge ACK: the SYN-ACK in frame 4 has another initial sequence number, so the "
	    "client keeps its connection and repeats its own numbers (RFC 5961, 4.2)." },
	{ RULE_CHALLENGE_ACK, 9,
	    "0 a S 0\n10 b S. 0 ack 1\n20 a . 1 ack 1\n30 a . 1:1001 ack 1\n"
	    "40 b . 1 ack 1001\n41 a . 1001:2001 ack 1\n51 b . 1 ack 2001\n52 b . 1 ack 1\n"
	    "52.1 a . 2001 ack 1\n",
	    "Challenge ACK: the ACK number of frame 8 is more than a window old, so the client "
	    "discards that segment and repeats its own numbers (RFC 5961, 5.2)." },
	{ RULE_CHALLENGE_OLDER, 2, "0 a S 0\n29 b . 500000 ack 900000\n",
	    "Challenge ACK: the server still has an older connection on these ports and answers "
	    "the SYN in frame 1 with that connection's numbers. Nothing of this connection is "
	    "acknowledged (RFC 9293, 3.10.7.3; RFC 5961, 4.2)." },
};

#define HANDSHAKE "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n"

/* Rules that hold in few sessions, tested with constructed findings. */
static const struct made {
	struct finding finding;
	const char *said;
} made[] = {
	{ { .packet = 6, .rule = RULE_OVERFLOW_SYN, .cause = 1 },
	    "The SYN did come to the host of port 8000, which holds other connections open: it "
	    "ignores this one, as it does when the queue of connections to accept is full." },
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
