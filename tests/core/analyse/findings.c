/* Every rule holds in a trace, and its finding names the packets that are the evidence. */
#include "core/model/model.h"
#include "core/base/array.h"
#include "core/record/note.h"
#include "tests/core/play.h"
#include "tests/suite.h"

/* A trace for each rule, and its finding. */
static const struct expected {
	enum rule rule;
	struct finding finding;
	const char *lines;
} expected[] = {
	{ RULE_RESENT_SYN_ACK,
	    { .packet = 4, .count = 1, .copy = 2, .cause = 3, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n0.1 b S. 0 ack 1\n300 a S 0\n300.1 b S. 0 ack 1\n" },
	{ RULE_RESENT_SMALLER,
	    { .packet = 6, .count = 1, .copy = 5, .cause = 0, .cause_first = 0, .answer = 0 },
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1 id 9\n20.1 a . 1 ack 1\n"
	    "20.2 b S. 0 ack 1 sackok 1 id 9\n30 a . 1:1001 ack 1\n34 a . 1:501 ack 1\n" },
	{ RULE_RESENT_SLOW_START,
	    { .packet = 10, .count = 1, .copy = 5, .cause = 8, .cause_first = 9, .answer = 0 },
	    "0 a S 0 win 60000\n20 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a . 1:1001 ack 1\n31 a . 1001:2001 ack 1\n1100 a . 1:1001 ack 1\n"
	    "3200 a . 1:1001 ack 1\n7300 a . 1:501 ack 1\n7320 b . 1 ack 501\n"
	    "7321 a . 1001:1501 ack 1\n" },
	{ RULE_RESENT_UNEXPLAINED,
	    { .packet = 4, .count = 1, .copy = 2, .cause = 0, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n0.1 b S. 0 ack 1 id 5\n0.2 a R 9\n1.3 b S. 0 ack 1 id 6\n" },
	{ RULE_RESENT_OVERTAKER,
	    { .packet = 4, .count = 0, .copy = 0, .cause = 6, .cause_first = 0, .answer = 0 },
	    "0 a S 0 ts 1000 ecr 0\n0.1 b S. 0 ack 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n400 a P. 1:301 ack 1 ts 1390 ecr 5000\n"
	    "400.1 b . 1 ack 301 ts 5400 ecr 1390\n410 a P. 1:101 ack 1 ts 1100 ecr 5000\n"
	    "410.1 b . 1 ack 301 ts 5410 ecr 1390\n" },
	{ RULE_RTO_SMALLER,
	    { .packet = 6, .count = 2, .copy = 5, .cause = 5, .cause_first = 4, .answer = 0 },
	    "0 a S 0 win 60000\n20 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a . 1:1001 ack 1\n1100 a . 1:1001 ack 1\n3200 a . 1:501 ack 1\n" },
	{ RULE_RTO_SYN,
	    { .packet = 2, .count = 1, .copy = 1, .cause = 1, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n1020 a S 0\n" },
	{ RULE_RTO_SILENCE,
	    { .packet = 6, .count = 1, .copy = 5, .cause = 5, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a R. 1 ack 1\n"
	    "400 b P. 1:11 ack 1\n800 b P. 1:11 ack 1\n820 a R 1\n" },
	{ RULE_RTO_UNHEARD,
	    { .packet = 7, .count = 2, .copy = 6, .cause = 6, .cause_first = 0, .answer = 0 },
	    "0 a S 0 sackok 1\n300 b S. 0 ack 1 sackok 1\n300.1 a . 1 ack 1\n"
	    "310 a . 1:101 ack 1\n311 a P. 101:201 ack 1\n1300 a . 1:101 ack 1\n"
	    "1550 a . 1:101 ack 1\n" },
	{ RULE_RTO_FIRST_SEGMENT,
	    { .packet = 8, .count = 1, .copy = 6, .cause = 6, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "50 b . 1 ack 101\n50.1 a . 101:201 ack 1\n100 a . 201:301 ack 1\n"
	    "255 a . 101:201 ack 1\n" },
	{ RULE_RTO_RECOVERY_LOST,
	    { .packet = 14, .count = 2, .copy = 11, .cause = 11, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n30.3 a . 301:401 ack 1\n"
	    "50 b . 1 ack 1\n50.1 b . 1 ack 1\n50.2 b . 1 ack 1\n50.3 a . 1:101 ack 1\n"
	    "250 b . 1 ack 1\n250.1 a . 401:501 ack 1\n260 a . 1:101 ack 1\n" },
	{ RULE_RTO_AFTER_REPORTS,
	    { .packet = 10, .count = 2, .copy = 8, .cause = 8, .cause_first = 0, .answer = 0 },
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n"
	    "30 a . 1:101 ack 1\n30 a . 101:201 ack 1\n30 a . 201:301 ack 1\n"
	    "50 b . 1 ack 1 sack 101:301\n50.1 a . 1:101 ack 1\n280 a F. 301 ack 1\n"
	    "290 a . 1:101 ack 1\n" },
	{ RULE_RTO_ELIMINATION,
	    { .packet = 6, .count = 1, .copy = 4, .cause = 4, .cause_first = 0, .answer = 0 },
	    "0 a S 0 sackok 1\n300 b S. 0 ack 1 sackok 1\n300.1 a . 1 ack 1\n"
	    "310 a . 1:101 ack 1\n311 a P. 101:201 ack 1\n720 a . 1:101 ack 1\n" },
	{ RULE_RTO_NO_PROBE,
	    { .packet = 5, .count = 1, .copy = 4, .cause = 6, .cause_first = 0, .answer = 6 },
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n20 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20.1 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 1:11 ack 1 ts 1030 ecr 5000\n"
	    "250 a P. 1:11 ack 1 ts 1250 ecr 5000\n690 a P. 1:11 ack 1 ts 1690 ecr 5000\n" },
	{ RULE_TLP_DUE,
	    { .packet = 5, .count = 1, .copy = 4, .cause = 4, .cause_first = 0, .answer = 6 },
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n"
	    "30 a F. 1:101 ack 1\n260 a F. 1:101 ack 1\n480 a F. 1:101 ack 1\n"
	    "700 b F. 1 ack 1\n700.02 a F. 1:101 ack 2\n" },
	{ RULE_TLP_BEFORE_RTO,
	    { .packet = 8, .count = 1, .copy = 6, .cause = 7, .cause_first = 0, .answer = 0 },
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n0.1 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "1200 a . 1 ack 1 ts 2200 ecr 5000\n1210 a . 1:1001 ack 1 ts 2210 ecr 5000\n"
	    "1210.1 b . 1 ack 1001 ts 6210 ecr 2210\n"
	    "1211 a P. 1001:1501 ack 1 ts 2211 ecr 5000\n"
	    "1250 b . 1 ack 1501 ts 6250 ecr 2211\n"
	    "1500 a P. 1001:1501 ack 1 ts 2500 ecr 5000\n" },
	{ RULE_TLP_LAST_ALONE,
	    { .packet = 6, .count = 1, .copy = 4, .cause = 5, .cause_first = 0, .answer = 0 },
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n0.1 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 1:101 ack 1 ts 1030 ecr 5000\n"
	    "30.1 b . 1 ack 101 ts 5030 ecr 1030\n40 a P. 1:101 ack 1 ts 1040 ecr 5000\n" },
	{ RULE_TLP_ELIMINATION,
	    { .packet = 7, .count = 1, .copy = 6, .cause = 6, .cause_first = 0, .answer = 0 },
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n20 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20.1 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 1:11 ack 1\n6030 b . 1 ack 11\n"
	    "6040 a P. 11:21 ack 1\n6340 a P. 11:21 ack 1\n" },
	{ RULE_FAST_DOUBLED_ACK,
	    { .packet = 9, .count = 1, .copy = 6, .cause = 5, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1 id 2\n"
	    "50 b . 1 ack 101 id 7\n50.1 a . 101:201 ack 1 id 3\n"
	    "50.2 a . 201:301 ack 1 id 4\n50.3 b . 1 ack 101 id 7\n"
	    "50.4 a . 101:201 ack 1 id 5\n" },
	{ RULE_FAST_PARTIAL_ACK,
	    { .packet = 15, .count = 1, .copy = 12, .cause = 14, .cause_first = 0, .answer = 0 },
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n"
	    "30 a . 1:101 ack 1\n30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n"
	    "51 b . 1 ack 1 sack 101:201\n51.1 b . 1 ack 1 sack 101:301\n"
	    "51.2 a . 1:101 ack 1\n51.3 a . 301:401 ack 1\n51.4 a . 401:501 ack 1\n"
	    "51.5 a . 501:601 ack 1\n71.2 b . 1 ack 301 sack 401:501\n71.3 b . 1 ack 501\n"
	    "71.4 a . 501:601 ack 1\n" },
	{ RULE_FAST_DUPLICATES,
	    { .packet = 10, .count = 0, .copy = 0, .cause = 9, .cause_first = 5, .answer = 0 },
	    "0 a S 0 win 60000\n20 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000\n"
	    "40 a . 101:201 ack 1\n40.1 b . 1 ack 1\n41 a . 201:301 ack 1\n41.1 b . 1 ack 1\n"
	    "42 a . 301:401 ack 1\n42.1 b . 1 ack 1\n62 a . 1:101 ack 1\n" },
	{ RULE_FAST_EARLY,
	    { .packet = 12, .count = 1, .copy = 8, .cause = 9, .cause_first = 7, .answer = 0 },
	    "0 a S 0\n0.1 b S. 0 ack 1\n20 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30.01 b . 1 ack 101\n31 a . 201:301 ack 1\n31.01 b . 1 ack 101\n"
	    "32 a . 301:401 ack 1\n32.01 b . 1 ack 101\n300 a . 201:301 ack 1\n"
	    "300.01 b . 1 ack 101\n300.1 a . 301:401 ack 1\n" },
	{ RULE_RACK_LOST_AGAIN,
	    { .packet = 14, .count = 2, .copy = 11, .cause = 13, .cause_first = 8, .answer = 0 },
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n"
	    "30 a . 1:101 ack 1\n30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n"
	    "30.3 a . 301:401 ack 1\n50 b . 1 ack 1 sack 101:201\n"
	    "50.1 b . 1 ack 1 sack 101:301\n50.2 b . 1 ack 1 sack 101:401\n"
	    "50.3 a . 1:101 ack 1\n50.4 a W. 401:501 ack 1\n70.4 b . 1 ack 1 sack 101:501\n"
	    "70.5 a . 1:101 ack 1\n" },
	{ RULE_FAST_SACK,
	    { .packet = 6, .count = 0, .copy = 0, .cause = 5, .cause_first = 5, .answer = 0 },
	    "0 a S 0 win 8192 ws 8\n0.05 b S. 0 ack 1 win 14600 ws 7\n"
	    "20 a . 1 ack 1 win 256\n30 a . 1449:2897 ack 1 win 256\n"
	    "30.1 b . 1 ack 1 win 115 sack 1449:2897\n70 a . 1:1449 ack 1 win 256\n"
	    "70.1 b . 1 ack 2897 win 115\n" },
	{ RULE_RACK_SACKED,
	    { .packet = 6, .count = 0, .copy = 0, .cause = 5, .cause_first = 5, .answer = 0 },
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a . 101:201 ack 1\n31 b . 1 ack 1 win 200 sack 101:201\n90 a . 1:101 ack 1\n" },
	{ RULE_RACK_RESENT_ACKED,
	    { .packet = 11, .count = 1, .copy = 8, .cause = 10, .cause_first = 0, .answer = 0 },
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n"
	    "30 a . 1:101 ack 1\n30 a . 101:201 ack 1\n50 b . 1 ack 1 sack 101:201\n"
	    "50.1 a . 1:101 ack 1\n50.2 a . 201:301 ack 1\n80 a . 1:101 ack 1\n"
	    "100 b . 1 ack 201\n100.1 a . 201:301 ack 1\n" },
	{ RULE_FAST_IN_RECOVERY,
	    { .packet = 9, .count = 2, .copy = 7, .cause = 6, .cause_first = 6, .answer = 0 },
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n"
	    "30 a . 1:101 ack 1\n30 a . 101:201 ack 1\n50 b . 1 ack 1 sack 101:201\n"
	    "50.1 a . 1:101 ack 1\n50.2 a . 201:301 ack 1\n80 a . 1:101 ack 1\n"
	    "100 b . 1 ack 201\n100.1 a . 201:301 ack 1\n" },
	{ RULE_FAST_LAST_RECOVERY,
	    { .packet = 14, .count = 1, .copy = 8, .cause = 9, .cause_first = 7, .answer = 0 },
	    "0 a S 0 sackok 1\n0.1 b S. 0 ack 1 sackok 1\n20 a . 1 ack 1\n"
	    "30 a . 1:101 ack 1 id 1\n30.01 b . 1 ack 101\n31 a . 201:301 ack 1 id 3\n"
	    "31.01 b . 1 ack 101 sack 201:301\n32 a . 401:501 ack 1 id 5\n"
	    "32.01 b . 1 ack 101 sack 401:501 sack 201:301\n52 a . 101:201 ack 1 id 6\n"
	    "52.01 b . 1 ack 301 sack 401:501\n52.1 a . 301:401 ack 1 id 7\n"
	    "52.11 b . 1 ack 501\n52.2 a . 401:501 ack 1 id 8\n" },
	{ RULE_FAST_BEFORE_RTO,
	    { .packet = 14, .count = 1, .copy = 10, .cause = 13, .cause_first = 0, .answer = 0 },
	    "0 a S 0 sackok 1\n0.1 b S. 0 ack 1 sackok 1\n1 a . 1 ack 1 id 1\n"
	    "8 a . 1:11 ack 1 id 2\n8.1 b . 1 ack 11\n10 a . 11:101 ack 1 id 3\n"
	    "10.1 b . 1 ack 101\n12 a . 201:301 ack 1 id 5\n12.1 b . 1 ack 101 sack 201:301\n"
	    "14 a . 101:201 ack 1 id 4\n14.1 b . 1 ack 301\n30 a . 301:401 ack 1 id 6\n"
	    "30.1 b . 1 ack 401\n40 a . 101:201 ack 1 id 7\n40.1 b . 1 ack 401 sack 101:201\n" },
	{ RULE_SPURIOUS_ACKED,
	    { .packet = 3, .count = 0, .copy = 0, .cause = 2, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n10 b S. 0 ack 1\n1020 a S 0\n" },
	{ RULE_SPURIOUS_AT_RECEIVER,
	    { .packet = 6, .count = 0, .copy = 0, .cause = 5, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a R. 1 ack 1\n"
	    "400 b P. 1:11 ack 1\n550 b P. 1:11 ack 1\n570 a R 1\n" },
	{ RULE_SPURIOUS_DSACK,
	    { .packet = 6, .count = 0, .copy = 0, .cause = 7, .cause_first = 0, .answer = 0 },
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n20 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20.1 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 1:11 ack 1\n250 a P. 1:11 ack 1\n"
	    "470 a P. 1:11 ack 1\n492 b . 1 ack 11 sack 1:11\n" },
	{ RULE_SPURIOUS_ECHO,
	    { .packet = 5, .count = 0, .copy = 0, .cause = 6, .cause_first = 0, .answer = 0 },
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n20 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20.1 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 1:101 ack 1 ts 1030 ecr 5000\n"
	    "260 a P. 1:101 ack 1 ts 1260 ecr 5000\n270 b . 1 ack 101 ts 5270 ecr 1030\n" },
	{ RULE_SPURIOUS_LATE_ORIGINAL,
	    { .packet = 6, .count = 0, .copy = 0, .cause = 7, .cause_first = 0, .answer = 0 },
	    "0 a S 0 sackok 1 id 1\n0.1 b S. 0 ack 1 sackok 1\n20 a . 1 ack 1 id 2\n"
	    "30 a . 101:201 ack 1 id 4\n30.1 b . 1 ack 1 sack 101:201\n"
	    "60 a . 1:101 ack 1 id 5\n61 a . 1:101 ack 1 id 3\n" },
	{ RULE_OOO_IP_ID,
	    { .packet = 5, .count = 0, .copy = 0, .cause = 4, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n0.1 b S. 0 ack 1\n20 a . 1 ack 1\n30 a P. 1001:1501 ack 1 id 501\n"
	    "55 a . 1:1001 ack 1 id 500\n" },
	{ RULE_OOO_TIMESTAMP,
	    { .packet = 10, .count = 0, .copy = 0, .cause = 4, .cause_first = 0, .answer = 0 },
	    "0 a S 0 ts 1000 ecr 0\n0.1 b S. 0 ack 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a . 201:301 ack 1 ts 1030 ecr 5000\n"
	    "30.1 b . 1 ack 1 ts 5030 ecr 1020\n31 a . 301:401 ack 1 ts 1031 ecr 5000\n"
	    "31.1 b . 1 ack 1 ts 5031 ecr 1020\n32 a . 401:501 ack 1 ts 1032 ecr 5000\n"
	    "32.1 b . 1 ack 1 ts 5032 ecr 1020\n52 a . 101:201 ack 1 ts 1029 ecr 5000\n"
	    "52.1 b . 1 ack 1 ts 5052 ecr 1020\n53 a . 1:101 ack 1 ts 1053 ecr 5032\n"
	    "53.1 b . 1 ack 501 ts 5053 ecr 1053\n54 a . 101:201 ack 1 ts 1054 ecr 5032\n" },
	{ RULE_OOO_SAME_TICK,
	    { .packet = 8, .count = 0, .copy = 0, .cause = 6, .cause_first = 0, .answer = 0 },
	    "0 a S 0 ts 1000 ecr 0\n0.05 b S. 0 ack 1 ts 5000 ecr 1000\n"
	    "0.5 a . 1 ack 1 ts 1000 ecr 5000\n9 a . 1:101 ack 1 ts 1003 ecr 5003\n"
	    "9.1 b . 1 ack 101 ts 5009 ecr 1003\n10 a . 201:301 ack 1 ts 1003 ecr 5003\n"
	    "10.1 b . 1 ack 101 ts 5010 ecr 1003\n12 a . 101:201 ack 1 ts 1003 ecr 5003\n" },
	{ RULE_OOO_TOO_SOON,
	    { .packet = 5, .count = 0, .copy = 0, .cause = 4, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a . 101:201 ack 1\n30.2 a . 1:101 ack 1\n30.4 a . 201:301 ack 1\n" },
	{ RULE_OOO_COPY_IP_ID,
	    { .packet = 7, .count = 0, .copy = 0, .cause = 6, .cause_first = 0, .answer = 0 },
	    "0 a S 0 sackok 1 id 1\n0.1 b S. 0 ack 1 sackok 1\n20 a . 1 ack 1 id 2\n"
	    "30 a . 101:201 ack 1 id 4\n30.1 b . 1 ack 1 sack 101:201\n"
	    "60 a . 1:101 ack 1 id 5\n61 a . 1:101 ack 1 id 3\n" },
	{ RULE_OOO_COPY_TIMESTAMP,
	    { .packet = 6, .count = 0, .copy = 0, .cause = 4, .cause_first = 0, .answer = 0 },
	    "0 a S 0 ts 1000 ecr 0\n0.1 b S. 0 ack 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n400 a P. 1:301 ack 1 ts 1390 ecr 5000\n"
	    "400.1 b . 1 ack 301 ts 5400 ecr 1390\n410 a P. 1:101 ack 1 ts 1100 ecr 5000\n"
	    "410.1 b . 1 ack 301 ts 5410 ecr 1390\n" },
	{ RULE_TWIN_IP_ID,
	    { .packet = 4, .count = 1, .copy = 2, .cause = 0, .cause_first = 0, .answer = 0 },
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1 id 9\n20.1 a . 1 ack 1\n"
	    "20.2 b S. 0 ack 1 sackok 1 id 9\n30 a . 1:1001 ack 1\n34 a . 1:501 ack 1\n" },
	{ RULE_TWIN_NO_REASON,
	    { .packet = 3, .count = 1, .copy = 1, .cause = 0, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n0.1 b S. 0 ack 1\n10 a S 0\n" },
	{ RULE_TWIN_LATE,
	    { .packet = 7, .count = 1, .copy = 5, .cause = 0, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 1000\n20 b S. 0 ack 1 win 1000\n20.1 a . 1 ack 1 win 1000\n"
	    "30 a . 1:101 ack 1\n21.5 b S. 0 ack 1 win 1000\n50 b . 1 ack 101\n"
	    "220 b S. 0 ack 1 win 1000\n" },
	{ RULE_HOLE,
	    { .packet = 4, .count = 0, .copy = 0, .cause = 3, .cause_first = 0, .answer = 5 },
	    "0 a S 0\n0.1 b S. 0 ack 1\n20 a . 1 ack 1\n30 a P. 1001:1501 ack 1 id 501\n"
	    "55 a . 1:1001 ack 1 id 500\n" },
	{ RULE_HOLE_ACKED,
	    { .packet = 5, .count = 0, .copy = 0, .cause = 4, .cause_first = 3, .answer = 0 },
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 b . 1 ack 500\n40 a P. 500:600 ack 1\n" },
	{ RULE_ACKS_UNSEEN,
	    { .packet = 2, .count = 0, .copy = 0, .cause = 1, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 8192\n10 b . 700 ack 5000 win 115\n11 a R 5000 win 0\n" },
	{ RULE_DUP_PAWS,
	    { .packet = 9, .count = 1, .copy = 0, .cause = 8, .cause_first = 0, .answer = 0 },
	    "0 a S 0 ts 1000 ecr 0\n0.05 b S. 0 ack 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a . 1:101 ack 1 ts 1030 ecr 5000\n"
	    "30.1 b . 1 ack 101 ts 5030 ecr 1030\n60 a . 101:201 ack 1 ts 1060 ecr 5030\n"
	    "60.1 b . 1 ack 201 ts 5060 ecr 1060\n70 a . 201:301 ack 1 ts 1031 ecr 5000\n"
	    "70.1 b . 1 ack 201 ts 5070 ecr 1060\n" },
	{ RULE_DUP_DSACK,
	    { .packet = 7, .count = 1, .copy = 0, .cause = 6, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a P. 1:101 ack 1\n31 b . 1 ack 101\n300 a P. 1:101 ack 1\n"
	    "301 b . 1 ack 101 sack 1:101\n" },
	{ RULE_DUP_SACK,
	    { .packet = 6, .count = 1, .copy = 0, .cause = 5, .cause_first = 0, .answer = 7 },
	    "0 a . 1:101 ack 1\n0.01 b . 1 ack 101\n1 a . 101:201 ack 1\n1.01 b . 1 ack 201\n"
	    "2 a . 301:401 ack 1\n2.01 b . 1 ack 201 sack 301:401\n3 a . 201:301 ack 1\n" },
	{ RULE_DUP_OUTSTANDING,
	    { .packet = 5, .count = 1, .copy = 0, .cause = 4, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n0.1 b S. 0 ack 1\n20 a . 1 ack 1\n30 a P. 1441:1501 ack 1\n"
	    "30.1 b . 1 ack 1\n32 a P. 1390:1501 ack 1\n" },
	{ RULE_DUP_OLD_DATA,
	    { .packet = 8, .count = 2, .copy = 0, .cause = 7, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 1000\n0.1 b S. 0 ack 1 win 1000\n20 a . 1 ack 1 win 1000\n"
	    "30 a . 1:101 ack 1\n30.1 b . 1 ack 101 win 900\n300 a . 1:101 ack 1\n"
	    "800 a . 1:101 ack 1\n800.1 b . 1 ack 101 win 900\n800.2 b . 1 ack 101 win 900\n" },
	{ RULE_DUP_ARRIVAL,
	    { .packet = 10, .count = 2, .copy = 9, .cause = 0, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 1000\n20 b S. 0 ack 1 win 1000\n20.1 a . 1 ack 1 win 1000\n"
	    "30 a . 1:101 ack 1\n31 a . 101:201 ack 1\n300 a . 1:101 ack 1\n"
	    "301 a . 101:201 ack 1\n319 b . 1 ack 201 win 900\n320 b . 1 ack 201 win 800\n"
	    "321 b . 1 ack 201 win 800\n" },
	{ RULE_DUP_UNKNOWN,
	    { .packet = 6, .count = 1, .copy = 0, .cause = 0, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 1000\n20 b S. 0 ack 1 win 1000\n20.1 a . 1 ack 1 win 1000\n"
	    "30 a . 1:101 ack 1\n50 b . 1 ack 101 win 900 id 7\n"
	    "436 b . 1 ack 101 win 900 id 8\n2000 b . 1 ack 101 win 900 id 9\n" },
	{ RULE_DUP_WINDOW,
	    { .packet = 7, .count = 1, .copy = 0, .cause = 6, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 1000\n0.1 b S. 0 ack 1 win 1000\n20 a . 1 ack 1 win 1000\n"
	    "30 a . 1:101 ack 1\n30.1 b . 1 ack 101 win 900\n40 a . 201:301 ack 1\n"
	    "40.1 b . 1 ack 101 win 910\n" },
	{ RULE_DUP_LATE,
	    { .packet = 9, .count = 2, .copy = 0, .cause = 0, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 1000\n20 b S. 0 ack 1 win 1000\n20.1 a . 1 ack 1 win 1000\n"
	    "30 a . 1:101 ack 1\n30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n"
	    "50 b . 1 ack 301 win 900 id 9\n436 b . 1 ack 101 win 900 id 5\n"
	    "436.1 b . 1 ack 101 win 900 id 6\n436.2 b . 1 ack 101 win 900 id 7\n"
	    "437 b . 1 ack 201 win 900 id 8\n" },
	{ RULE_WINDOW_REOPENED,
	    { .packet = 6, .count = 0, .copy = 0, .cause = 5, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 8192 ws 8\n20 b S. 0 ack 1 win 14600 ws 7\n"
	    "20.05 a . 1 ack 1 win 256\n30 a . 1:129 ack 1 win 256\n50 b . 1 ack 129 win 0\n"
	    "400 b . 1 ack 129 win 100\n450 a . 129:257 ack 1 win 256\n" },
	{ RULE_WINDOW_ANSWER,
	    { .packet = 7, .count = 0, .copy = 0, .cause = 6, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 1000\n0.1 b S. 0 ack 1 win 1000\n20 a . 1 ack 1 win 1000\n"
	    "30 a . 1:101 ack 1\n30.1 b . 1 ack 101 win 900\n2000 a . 100 ack 1\n"
	    "2000.1 b . 1 ack 101 win 1000\n4000 a . 100 ack 1\n"
	    "4000.1 b . 1 ack 101 win 1000\n" },
	{ RULE_WINDOW_OPENED,
	    { .packet = 8, .count = 0, .copy = 0, .cause = 5, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 1000\n20 b S. 0 ack 1 win 1000\n20.1 a . 1 ack 1 win 1000\n"
	    "30 a . 1:101 ack 1\n50 b . 1 ack 101 win 900\n60 a . 101:201 ack 1\n"
	    "61 a . 201:301 ack 1\n62 b . 1 ack 101 win 1100\n" },
	{ RULE_WINDOW_REDUCED,
	    { .packet = 8, .count = 0, .copy = 0, .cause = 7, .cause_first = 0, .answer = 0 },
	    "0 a S 0 ws 0\n20 b S. 0 ack 1 ws 0\n20.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30.1 a . 101:201 ack 1\n50 b . 1 ack 101 win 900 id 12\n"
	    "50.1 b . 1 ack 101 win 800 id 11\n60 b . 1 ack 101 win 700 id 13\n" },
	{ RULE_ZERO_WINDOW,
	    { .packet = 5, .count = 1, .copy = 0, .cause = 0, .cause_first = 0, .answer = 6 },
	    "0 a S 0 win 8192 ws 8\n20 b S. 0 ack 1 win 14600 ws 7\n"
	    "20.05 a . 1 ack 1 win 256\n30 a . 1:129 ack 1 win 256\n50 b . 1 ack 129 win 0\n"
	    "400 b . 1 ack 129 win 100\n450 a . 129:257 ack 1 win 256\n" },
	{ RULE_WINDOW_FULL,
	    { .packet = 5, .count = 0, .copy = 0, .cause = 2, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n0.1 b S. 0 ack 1\n20 a . 1 ack 1\n30 a P. 1001:1501 ack 1 id 501\n"
	    "55 a . 1:1001 ack 1 id 500\n" },
	{ RULE_WINDOW_PROBE,
	    { .packet = 8, .count = 1, .copy = 0, .cause = 7, .cause_first = 0, .answer = 9 },
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a . 1:129 ack 1\n31 b . 1 ack 129 win 1\n32 a . 129:257 ack 1\n"
	    "33 b . 1 ack 257 win 0\n300 a . 256 ack 1\n301 b . 1 ack 257 win 0\n"
	    "400 b . 1 ack 257 win 100\n" },
	{ RULE_WINDOW_PROBE_BYTE,
	    { .packet = 6, .count = 1, .copy = 0, .cause = 5, .cause_first = 0, .answer = 7 },
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n"
	    "30 a P. 1:101 ack 1\n50 b . 1 ack 101 win 0\n400 a . 101:102 ack 1\n"
	    "420 b . 1 ack 101 win 0\n" },
	{ RULE_PROBE_CLOSED,
	    { .packet = 9, .count = 0, .copy = 0, .cause = 8, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a . 1:129 ack 1\n31 b . 1 ack 129 win 1\n32 a . 129:257 ack 1\n"
	    "33 b . 1 ack 257 win 0\n300 a . 256 ack 1\n301 b . 1 ack 257 win 0\n"
	    "400 b . 1 ack 257 win 100\n" },
	{ RULE_KEEP_ALIVE,
	    { .packet = 6, .count = 1, .copy = 0, .cause = 5, .cause_first = 0, .answer = 7 },
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a P. 1:3 ack 1\n31 b . 1 ack 3 win 200\n9000 a . 2 ack 1\n"
	    "9001 b . 1 ack 3 win 200\n" },
	{ RULE_KEEP_ALIVE_ANSWER,
	    { .packet = 7, .count = 0, .copy = 0, .cause = 6, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a P. 1:3 ack 1\n31 b . 1 ack 3 win 200\n9000 a . 2 ack 1\n"
	    "9001 b . 1 ack 3 win 200\n" },
	{ RULE_NEW_ISN,
	    { .packet = 5, .count = 0, .copy = 0, .cause = 4, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a R. 1 ack 1 win 0\n50 a S 7000 win 10\n60 b S. 9000 ack 7001 win 10\n"
	    "1070 a S 7000 win 10\n" },
	{ RULE_WINDOW_SHRUNK,
	    { .packet = 4, .count = 0, .copy = 0, .cause = 3, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 60000\n20 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a . 1:1001 ack 1\n300 a . 1:801 ack 1\n" },
	{ RULE_ECE,
	    { .packet = 4, .count = 1, .copy = 0, .cause = 0, .cause_first = 0, .answer = 5 },
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "31 b .E 1 ack 6 win 200\n32 a P.W 6:9 ack 1 win 256\n" },
	{ RULE_CWR_ECHO,
	    { .packet = 5, .count = 0, .copy = 0, .cause = 4, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "31 b .E 1 ack 6 win 200\n32 a P.W 6:9 ack 1 win 256\n" },
	{ RULE_CWR_LOSS,
	    { .packet = 12, .count = 0, .copy = 0, .cause = 11, .cause_first = 0, .answer = 0 },
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n"
	    "30 a . 1:101 ack 1\n30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n"
	    "30.3 a . 301:401 ack 1\n50 b . 1 ack 1 sack 101:201\n"
	    "50.1 b . 1 ack 1 sack 101:301\n50.2 b . 1 ack 1 sack 101:401\n"
	    "50.3 a . 1:101 ack 1\n50.4 a W. 401:501 ack 1\n" },
	{ RULE_CWR,
	    { .packet = 4, .count = 0, .copy = 0, .cause = 0, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 60000\n20 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a .W 1:101 ack 1\n50 b .E 1 ack 101\n50.1 b .E 1 ack 101\n"
	    "51 a .W 101:201 ack 1\n" },
	{ RULE_UNSEEN_AT_SENDER,
	    { .packet = 10, .count = 0, .copy = 0, .cause = 4, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 60000\n20 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000\n"
	    "40 a . 101:201 ack 1\n40.1 b . 1 ack 1\n41 a . 201:301 ack 1\n41.1 b . 1 ack 1\n"
	    "42 a . 301:401 ack 1\n42.1 b . 1 ack 1\n62 a . 1:101 ack 1\n" },
	{ RULE_UNSEEN_IP_ID,
	    { .packet = 6, .count = 0, .copy = 0, .cause = 4, .cause_first = 0, .answer = 0 },
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n0.1 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a . 101:201 ack 1 ts 1030 ecr 5000 id 7\n"
	    "30.1 b . 1 ack 1 ts 5030 ecr 1020 sack 101:201\n"
	    "60 a . 1:101 ack 1 ts 1060 ecr 5030 id 8\n60.1 b . 1 ack 201 ts 5060 ecr 1060\n"
	    "60.4 a . 1:101 ack 1 ts 1060 ecr 5030 id 8\n"
	    "60.5 b . 1 ack 201 ts 5060 ecr 1060 sack 1:101\n" },
	{ RULE_UNSEEN_TIMESTAMP,
	    { .packet = 6, .count = 0, .copy = 0, .cause = 4, .cause_first = 0, .answer = 0 },
	    "0 a S 0 sackok 1 ts 1000 ecr 0\n0.1 b S. 0 ack 1 sackok 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a P. 101:201 ack 1 ts 1030 ecr 5000\n"
	    "30.1 b . 1 ack 1 ts 5030 ecr 1020 sack 101:201\n"
	    "60 a . 1:101 ack 1 ts 1060 ecr 5030\n" },
	{ RULE_UNSEEN_TOO_LATE,
	    { .packet = 6, .count = 0, .copy = 0, .cause = 4, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a . 101:201 ack 1\n31 b . 1 ack 1 win 200 sack 101:201\n90 a . 1:101 ack 1\n" },
	{ RULE_WAITED_FOR_WINDOW,
	    { .packet = 7, .count = 0, .copy = 0, .cause = 6, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 8192 ws 8\n0.05 b S. 0 ack 1 win 14600 ws 7\n"
	    "20 a . 1 ack 1 win 256\n30 a . 1:129 ack 1 win 256\n30.1 b . 1 ack 129 win 0\n"
	    "400 b . 1 ack 129 win 100\n420 a . 129:257 ack 1 win 256\n" },
	{ RULE_IDLE,
	    { .packet = 4, .count = 0, .copy = 0, .cause = 3, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 8192 ws 8\n20 b S. 0 ack 1 win 14600 ws 7\n"
	    "20.05 a . 1 ack 1 win 256\n1020 a P. 1:6 ack 1 win 256\n" },
	{ RULE_ACK_HELD,
	    { .packet = 5, .count = 0, .copy = 0, .cause = 4, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 8192 ws 8\n0.05 b S. 0 ack 1 win 14600 ws 7\n"
	    "20 a . 1 ack 1 win 256\n30 a P. 1:101 ack 1 win 256\n70 b . 1 ack 101 win 115\n" },
	{ RULE_ACK_HELD_NEAR,
	    { .packet = 5, .count = 0, .copy = 0, .cause = 4, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 8192 ws 8\n0.2 b S. 0 ack 1 win 14600 ws 7\n"
	    "0.3 a . 1 ack 1 win 256\n30 a P. 1:101 ack 1 win 256\n70 b . 1 ack 101 win 115\n" },
	{ RULE_NAGLE,
	    { .packet = 6, .count = 0, .copy = 0, .cause = 5, .cause_first = 4, .answer = 0 },
	    "0 a S 0 win 8192 ws 8\n0.05 b S. 0 ack 1 win 14600 ws 7\n"
	    "20 a . 1 ack 1 win 256\n30 a P. 1:101 ack 1 win 256\n70 b . 1 ack 101 win 115\n"
	    "90.2 a P. 101:201 ack 1 win 256\n" },
	{ RULE_NO_LISTENER,
	    { .packet = 2, .count = 0, .copy = 0, .cause = 1, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n1 b R. 0 ack 1 win 0\n" },
	{ RULE_ABORT_UNREAD,
	    { .packet = 8, .count = 0, .copy = 0, .cause = 7, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a . 1:1001 ack 1 win 256\n31 b . 1 ack 1001 win 100\n"
	    "32 a . 1001:9001 ack 1 win 256\n33 b . 1 ack 9001 win 30\n"
	    "60 b R. 1 ack 9001 win 0\n" },
	{ RULE_ABORT_KEEP_ALIVE,
	    { .packet = 9, .count = 0, .copy = 0, .cause = 8, .cause_first = 7, .answer = 0 },
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n"
	    "30 a P. 1:101 ack 1\n50 b P. 1:11 ack 101\n50.1 a . 101 ack 11\n"
	    "5000 a . 100 ack 11\n6000 a . 100 ack 11\n7000 a R. 101 ack 11\n" },
	{ RULE_ABORT_NOTHING_UNREAD,
	    { .packet = 4, .count = 0, .copy = 0, .cause = 0, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n20 b S. 0 ack 1\n20.1 a . 1 ack 1\n30 a R. 1 ack 1\n"
	    "31 b P. 1:11 ack 1\n" },
	{ RULE_ABORT,
	    { .packet = 6, .count = 0, .copy = 0, .cause = 0, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 8192\n10 b S. 0 ack 1 win 14600\n20 a . 1 ack 1 win 256\n"
	    "30 a P. 1:11 ack 1 win 256\n900 a P. 1:11 ack 1 win 256\n"
	    "901 b R. 1 ack 11 win 0\n" },
	{ RULE_ACK_OF_OTHER,
	    { .packet = 3, .count = 0, .copy = 0, .cause = 2, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 8192\n10 b . 700 ack 5000 win 115\n11 a R 5000 win 0\n" },
	{ RULE_CLOSED_NOTHING_NEW,
	    { .packet = 8, .count = 0, .copy = 0, .cause = 7, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 60000\n20 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a F. 1 ack 1\n50 b F. 1 ack 2\n50.1 a . 2 ack 2\n52 a . 2 ack 2\n52.1 b R 2\n" },
	{ RULE_CLOSED_DATA,
	    { .packet = 7, .count = 0, .copy = 0, .cause = 6, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 b F. 1 ack 1 win 115\n40 a . 1 ack 2 win 256\n50 a P. 1:6 ack 2 win 256\n"
	    "51 b R 2 win 0\n" },
	{ RULE_HALF_OPEN_RESET,
	    { .packet = 9, .count = 0, .copy = 0, .cause = 8, .cause_first = 6, .answer = 0 },
	    "0 a S 0 win 60000\n20 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000\n"
	    "30 a . 1:101 ack 1\n31 a . 101:201 ack 1\n50 b R 1\n51 b R 1\n"
	    "52 a . 201:301 ack 1\n52.1 b R 1\n" },
	{ RULE_HALF_OPEN,
	    { .packet = 2, .count = 0, .copy = 0, .cause = 1, .cause_first = 0, .answer = 0 },
	    "0 a P. 1:101 ack 1\n20 b R 1\n" },
	{ RULE_RESET_BELOW_WINDOW,
	    { .packet = 6, .count = 0, .copy = 0, .cause = 0, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 8192 ws 8\n10 b S. 0 ack 1 win 14600 ws 7\n20 a . 1 ack 1 win 256\n"
	    "30 a P. 1:101 ack 1 win 256\n40 b . 1 ack 101 win 115\n41 a R 1 win 0\n" },
	{ RULE_RESET_ABOVE_WINDOW,
	    { .packet = 5, .count = 0, .copy = 0, .cause = 0, .cause_first = 0, .answer = 0 },
	    "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n"
	    "30 a P. 1:101 ack 1\n50 b R 900000\n" },
	{ RULE_SYN_UNANSWERED,
	    { .packet = 2, .count = 1, .copy = 0, .cause = 1, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n1020 a S 0\n" },
	{ RULE_OVERFLOW_ACK,
	    { .packet = 5, .count = 0, .copy = 0, .cause = 3, .cause_first = 0, .answer = 0 },
	    "0 a S 0 win 8192 ws 8\n0.05 b S. 0 ack 1 win 14600 ws 7\n"
	    "20 a . 1 ack 1 win 256\n20.1 a P. 1:6 ack 1 win 256\n"
	    "1000 b S. 0 ack 1 win 14600 ws 7\n" },
	{ RULE_PAWS,
	    { .packet = 8, .count = 0, .copy = 0, .cause = 9, .cause_first = 0, .answer = 0 },
	    "0 a S 0 ts 1000 ecr 0\n0.05 b S. 0 ack 1 ts 5000 ecr 1000\n"
	    "20 a . 1 ack 1 ts 1020 ecr 5000\n30 a . 1:101 ack 1 ts 1030 ecr 5000\n"
	    "30.1 b . 1 ack 101 ts 5030 ecr 1030\n60 a . 101:201 ack 1 ts 1060 ecr 5030\n"
	    "60.1 b . 1 ack 201 ts 5060 ecr 1060\n70 a . 201:301 ack 1 ts 1031 ecr 5000\n"
	    "70.1 b . 1 ack 201 ts 5070 ecr 1060\n" },
	{ RULE_RESET_SYN_SENT,
	    { .packet = 2, .count = 0, .copy = 0, .cause = 1, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n3.8 b R. 0 ack 0\n" },
	{ RULE_RESET_INEXACT,
	    { .packet = 4, .count = 0, .copy = 0, .cause = 0, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n10 b S. 0 ack 1\n20 a . 1 ack 1\n30 b R. 401 ack 1\n" },
	{ RULE_ACK_UNSOLICITED,
	    { .packet = 4, .count = 0, .copy = 0, .cause = 3, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n3 b R. 0 ack 1\n20 a S. 0 ack 654321\n24 b R 654321\n" },
	{ RULE_CHALLENGE_RST,
	    { .packet = 5, .count = 0, .copy = 0, .cause = 4, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n10 b S. 0 ack 1\n20 a . 1 ack 1\n30 b R. 401 ack 1\n31 a . 1 ack 1\n" },
	{ RULE_CHALLENGE_SYN,
	    { .packet = 5, .count = 0, .copy = 0, .cause = 4, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n10 b S. 0 ack 1\n20 a . 1 ack 1\n30 b S. 5001 ack 1\n"
	    "30.1 a . 1 ack 1\n" },
	{ RULE_CHALLENGE_ACK,
	    { .packet = 9, .count = 0, .copy = 0, .cause = 8, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n10 b S. 0 ack 1\n20 a . 1 ack 1\n30 a . 1:1001 ack 1\n"
	    "40 b . 1 ack 1001\n41 a . 1001:2001 ack 1\n51 b . 1 ack 2001\n52 b . 1 ack 1\n"
	    "52.1 a . 2001 ack 1\n" },
	{ RULE_CHALLENGE_OLDER,
	    { .packet = 2, .count = 0, .copy = 0, .cause = 1, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n29 b . 500000 ack 900000\n" },
	{ RULE_HOLE_MISSED,
	    { .packet = 5, .count = 0, .copy = 0, .cause = 6, .cause_first = 4, .answer = 0 },
	    "0 a S 0 sackok 1\n0.1 b S. 0 ack 1 sackok 1\n20 a . 1 ack 1\n"
	    "30 a . 1:101 ack 1\n31 a . 201:301 ack 1\n32 b . 1 ack 301\n" },
	{ RULE_RESENT_REFUSED,
	    { .packet = 3, .count = 1, .copy = 1, .cause = 2, .cause_first = 0, .answer = 0 },
	    "0 a S 0 id 1\n0.2 b R. 0 ack 1 win 0\n500 a S 0 id 2\n" },
	{ RULE_RESENT_DEFERRED,
	    { .packet = 4, .count = 1, .copy = 2, .cause = 3, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n0.01 b S. 0 ack 1\n18 a . 1 ack 1\n31196 b S. 0 ack 1\n" },
	{ RULE_RESENT_CLOSING,
	    { .packet = 6, .count = 1, .copy = 5, .cause = 4, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n0.06 b S. 0 ack 1\n0.07 a . 1 ack 1\n1 b F. 1 ack 1\n"
	    "1.01 a F. 1 ack 1\n1.02 a F. 1 ack 2\n" },
	{ RULE_PROBE_OPEN,
	    { .packet = 7, .count = 0, .copy = 0, .cause = 6, .cause_first = 0, .answer = 0 },
	    "0 a S 0 ts 100 ecr 0\n24 b S. 0 ack 1 ts 500 ecr 100\n"
	    "24.1 a . 1 ack 1 ts 124 ecr 500\n30 a . 1:1001 ack 1 ts 130 ecr 500\n"
	    "55 b . 1 ack 1001 win 0 ts 550 ecr 130\n330 a . 1000 ack 1 ts 430 ecr 550\n"
	    "354.5 b . 1 ack 1001 win 900 ts 850 ecr 430\n" },
	{ RULE_SPURIOUS_SOON,
	    { .packet = 11, .count = 0, .copy = 0, .cause = 12, .cause_first = 0, .answer = 0 },
	    "0 a S 0\n26 b S. 0 ack 1\n26.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n30.3 a . 301:401 ack 1\n"
	    "56 b . 1 ack 1\n56.1 b . 1 ack 1\n56.2 b . 1 ack 1\n56.3 a . 1:101 ack 1\n"
	    "70 b . 1 ack 401\n" },
	{ RULE_ACE,
	    { .packet = 7, .count = 0, .copy = 0, .cause = 0, .cause_first = 0, .answer = 0 },
	    "0 a SEWe 0 ws 7\n10 b S.W 0 ack 1 ws 7\n20 a .W 1 ack 1\n"
	    "21 a P.Ee 1:501 ack 1\n31 b .Ee 1 ack 501\n32 a P.Ee 501:1001 ack 1\n"
	    "42 b .We 1 ack 1001\n" },
};

static const struct finding *found(const struct model *m, uint32_t packet, enum rule rule)
{
	const struct finding *f = model_finding(m, packet, (enum note)rule_of(rule)->note);
	ck_assert_msg(
	    f != NULL && f->rule == (uint8_t)rule, "%s at %u", rule_of(rule)->name, packet);
	return f;
}

START_TEST(a_rule_names_its_evidence)
{
	const struct expected *e = &expected[_i];
	const struct finding *want = &e->finding;
	play(played, e->lines);
	const struct finding *f = found(played, want->packet, e->rule);
	ck_assert_uint_eq(f->count, want->count);
	ck_assert_uint_eq(f->copy, want->copy);
	ck_assert_uint_eq(f->cause, want->cause);
	ck_assert_uint_eq(f->cause_first, want->cause_first);
	ck_assert_uint_eq(f->answer, want->answer);
}
END_TEST

/* Rules that no trace of lines can show have a test of their own below. */
START_TEST(every_rule_has_a_trace)
{
	bool fires[RULE_COUNT] = { [RULE_CE_MARK] = true, [RULE_OVERFLOW_SYN] = true };
	for (size_t i = 0; i < ARRAY_LEN(expected); i++)
		fires[expected[i].rule] = true;
	for (unsigned rule = RULE_NONE + 1; rule < RULE_COUNT; rule++)
		ck_assert_msg(fires[rule], "%s", rule_of((enum rule)rule)->name);
}
END_TEST

/* What makes a smaller segment a sign of packets that vanish, and what does not. */
static const struct {
	const char *lines;
	uint32_t packet;
	enum rule rule;
} cuts[] = {
	/* 41 bytes are more than options take, 40 are not. */
	{ "30 a . 1:1001 ack 1\n1100 a . 1:1001 ack 1\n3200 a . 1:960 ack 1\n", 6,
	    RULE_RTO_SMALLER },
	{ "30 a . 1:1001 ack 1\n1100 a . 1:1001 ack 1\n3200 a . 1:961 ack 1\n", 6,
	    RULE_RTO_SILENCE },
	/* A full segment, and one that offloading has merged. */
	{ "30 a . 1:1461 ack 1\n1100 a . 1:1461 ack 1\n3200 a . 1:501 ack 1\n", 6,
	    RULE_RTO_SMALLER },
	{ "30 a . 1:1462 ack 1\n1100 a . 1:1462 ack 1\n3200 a . 1:501 ack 1\n", 6,
	    RULE_RTO_SILENCE },
	/* Sent once, or in two sizes. */
	{ "30 a . 1:1001 ack 1\n1100 a . 1:501 ack 1\n", 5, RULE_RTO_SILENCE },
	{ "30 a . 1:1001 ack 1\n1100 a . 1:901 ack 1\n3200 a . 1:501 ack 1\n", 6,
	    RULE_RTO_SILENCE },
	/* The window has space for all of it, or for a byte less. */
	{ "21 b . 1 ack 1 win 1000\n30 a . 1:1001 ack 1\n1100 a . 1:1001 ack 1\n"
	  "3200 a . 1:501 ack 1\n",
	    7, RULE_RTO_SMALLER },
	{ "30 a . 1:1001 ack 1\n1100 a . 1:1001 ack 1\n3100 b . 1 ack 1 win 999\n"
	  "7200 a . 1:501 ack 1\n",
	    7, RULE_RTO_SILENCE },
	/* Large, large, large, small: the last two are named. */
	{ "30 a . 1:1001 ack 1\n1100 a . 1:1001 ack 1\n3200 a . 1:1001 ack 1\n"
	  "7300 a . 1:501 ack 1\n",
	    7, RULE_RTO_SMALLER },
};

START_TEST(segments_cut_after_timeouts)
{
	play(played, "0 a S 0 win 60000\n20 b S. 0 ack 1 win 60000\n20.1 a . 1 ack 1 win 60000\n");
	play(played, cuts[_i].lines);
	const struct finding *f = found(played, cuts[_i].packet, cuts[_i].rule);
	if (cuts[_i].rule == RULE_RTO_SMALLER) {
		ck_assert_uint_eq(f->copy, cuts[_i].packet - 1);
		ck_assert_uint_eq(f->cause_first, cuts[_i].packet - 2);
	}
}
END_TEST

/* After a retransmission, the packet before a hole is not the last one; another ACK may follow the
 * one that covered it. */
START_TEST(holes_that_were_acknowledged)
{
	play(played, "0 a S 0\n0.1 b S. 0 ack 1\n20 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	             "30.1 b . 1 ack 101\n300 a . 1:101 ack 1\n300.1 b . 1 ack 501\n"
	             "301 b . 1 ack 501 win 900\n310 a . 501:601 ack 1\n");
	const struct finding *f = found(played, 9, RULE_HOLE_ACKED);
	ck_assert_uint_eq(f->cause, 8);
	ck_assert_uint_eq(f->cause_first, 0);
	play(played, "311 b P. 1:11 ack 701\n312 b P. 11:21 ack 701\n320 a . 701:801 ack 11\n");
	f = found(played, 12, RULE_HOLE_ACKED);
	ck_assert_uint_eq(f->cause, 11);
	ck_assert_uint_eq(f->cause_first, 9);
}
END_TEST

/* The host of b answers a SYN that the network has duplicated, like any other. */
START_TEST(syn_duplicated_by_the_network)
{
	play(played, "0 a S 0 win 60000\n0.1 b S. 0 ack 1 win 60000\n1.2 a S 0 win 60000\n"
	             "1.3 b S. 0 ack 1 win 60000\n");
	ck_assert(play_has(3, NOTE_NETWORK_DUPLICATE));
	ck_assert_uint_eq(found(played, 4, RULE_RESENT_SYN_ACK)->cause, 3);
}
END_TEST

/* At the receiver, with a first RTT far longer than later ones: by that, the sender had heard
 * nothing but the SYN-ACK, which reports no loss. */
START_TEST(report_sooner_than_the_round_trip)
{
	play(played, _i == 0 ? "0 a S 0 sackok 1\n0.1 b S. 0 ack 1 sackok 1\n"
	                     : "0 a S 0\n0.1 b S. 0 ack 1\n");
	play(played, "100 a . 1 ack 1\n110 a . 1:101 ack 1\n110.1 a . 101:201 ack 1\n");
	play(played, _i == 0 ? "110.2 b . 1 ack 1 sack 101:201\n" : "110.2 b . 1 ack 1\n");
	play(played, "150 a . 1:101 ack 1\n");
	const struct finding *f = found(played, 7, _i == 0 ? RULE_RACK_SACKED : RULE_FAST_EARLY);
	ck_assert_uint_eq(f->cause, 6);
	ck_assert_uint_eq(f->cause_first, 6);
}
END_TEST

START_TEST(rules_have_names_of_their_own)
{
	for (unsigned a = RULE_NONE + 1; a < RULE_COUNT; a++)
		for (unsigned b = a + 1; b < RULE_COUNT; b++)
			ck_assert_str_ne(rule_of((enum rule)a)->name, rule_of((enum rule)b)->name);
}
END_TEST

START_TEST(marked_by_a_router)
{
	play(played, "0 a S 0\n10 b S. 0 ack 1\n10.1 a . 1 ack 1\n");
	struct segment s = play_segment("20 a P. 1:101 ack 1");
	s.tos = 3;
	model_add(played, &s);
	found(played, 4, RULE_CE_MARK);
}
END_TEST

/* An open session shows the listener; the SYN reaches its host and is ignored. */
START_TEST(full_backlog_ignores_a_syn)
{
	play(played, "0 a S 0\n0.1 b S. 0 ack 1\n20 a . 1 ack 1\n");
	for (uint32_t i = 0; i < 2; i++) {
		struct segment s = play_segment(i == 0 ? "30 a S 0" : "1030 a S 0");
		s.src.port++;
		s.hash = 0;
		model_add(played, &s);
	}
	const struct finding *f = found(played, 5, RULE_OVERFLOW_SYN);
	ck_assert_uint_eq(f->cause, 4);
}
END_TEST

/* Duplicate ACKs of one number: the first is the head, and the segment that fills the hole is its
 * answer. */
START_TEST(duplicate_acks_are_a_series)
{
	play(played, "0 a S 0 sackok 1\n20 b S. 0 ack 1 sackok 1\n20.1 a . 1 ack 1\n"
	             "30 a . 1:101 ack 1\n30.1 a . 101:201 ack 1\n30.2 a . 201:301 ack 1\n"
	             "30.3 a . 301:401 ack 1\n50 b . 1 ack 1 sack 101:201\n"
	             "50.1 b . 1 ack 1 sack 101:301\n50.2 b . 1 ack 1 sack 101:401\n"
	             "50.3 a . 1:101 ack 1\n");
	const struct finding *head = found(played, 8, RULE_DUP_SACK);
	ck_assert(finding_is_head(head));
	ck_assert_uint_eq(head->count, 3);
	ck_assert_uint_eq(head->answer, 11);
	const struct finding *third = found(played, 10, RULE_DUP_SACK);
	ck_assert(!finding_is_head(third));
	ck_assert_uint_eq(third->count, 3);
	ck_assert_uint_eq(third->copy, 8);
	const struct finding *resent = model_resend(played, 11);
	ck_assert_uint_eq(resent->rule, RULE_FAST_SACK);
	ck_assert_uint_eq(resent->cause, 10);
	ck_assert_uint_eq(resent->cause_first, 8);
	ck_assert_uint_eq(resent->copy, 4);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("findings");
	TCase *tests = tcase_create("findings");
	tcase_add_checked_fixture(tests, play_begin, play_end);
	tcase_add_loop_test(tests, a_rule_names_its_evidence, 0, ARRAY_LEN(expected));
	tcase_add_test(tests, every_rule_has_a_trace);
	tcase_add_loop_test(tests, segments_cut_after_timeouts, 0, ARRAY_LEN(cuts));
	tcase_add_test(tests, holes_that_were_acknowledged);
	tcase_add_loop_test(tests, report_sooner_than_the_round_trip, 0, 2);
	tcase_add_test(tests, syn_duplicated_by_the_network);
	tcase_add_test(tests, rules_have_names_of_their_own);
	tcase_add_test(tests, marked_by_a_router);
	tcase_add_test(tests, full_backlog_ignores_a_syn);
	tcase_add_test(tests, duplicate_acks_are_a_series);
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
