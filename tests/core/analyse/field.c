/* Sessions seen in the field, rebuilt from the numbers, times and options that matter. Each names
 * its source; most are public captures or bug reports that other tools get wrong, too. */
#include <stdio.h>
#include <string.h>

#include "core/base/array.h"
#include "core/model/model.h"
#include "core/record/note.h"
#include "core/record/tcpstate.h"
#include "tests/core/play.h"
#include "tests/suite.h"

#define WORD 120

struct field {
	const char *source;
	const char *lines; /* as in tests/core/play.h */
	/* a line for each packet in question: its number, its notes ("-": none), both states */
	const char *right;
	uint64_t bytes[2]; /* new payload bytes of each side */
};

static const struct field fields[] = {
	{ "FreeRTOS-Plus-TCP issue 1235: resets in the window, not at the next number",
	    "0 a S 0 win 5840\n10 b S. 0 ack 1 win 8192\n20 a . 1 ack 1 win 5840\n"
	    "30 a P. 1:301 ack 1 win 5840\n80 b . 1 ack 301 win 7892\n"
	    "25100 b R. 401 ack 301 win 0\n25105 a . 301 ack 401 win 5840\n"
	    "25115 b R 401 win 0\n25120 a . 301 ack 401 win 5840\n25130 b R 401 win 0\n"
	    "25135 a . 301 ack 401 win 5840\n25145 b R 401 win 0\n"
	    "26000 a P. 301:401 ack 1 win 5840\n26010 b R 1 win 0\n",
	    "6 reset_out_of_window ESTABLISHED ESTABLISHED\n"
	    "7 challenge_ack ESTABLISHED ESTABLISHED\n"
	    "12 reset_out_of_window ESTABLISHED ESTABLISHED\n"
	    "13 - ESTABLISHED ESTABLISHED\n14 half_open CLOSED CLOSED\n",
	    { 400, 0 } },
	{ "zephyr issue 90086: the reset acknowledges the SYN's own number",
	    "0 a S 0 id 101 ts 1000 ecr 0\n3.9 b R. 0 ack 0 win 0\n"
	    "1020 a S 0 id 102 ts 2020 ecr 0\n1023.9 b R. 0 ack 0 win 0\n"
	    "3070 a S 0 id 103 ts 4070 ecr 0\n3073.9 b R. 0 ack 0 win 0\n",
	    "1 - SYN-SENT CLOSED\n2 reset_out_of_window SYN-SENT CLOSED\n"
	    "3 retransmission,rto_retransmission SYN-SENT CLOSED\n"
	    "6 reset_out_of_window SYN-SENT CLOSED\n",
	    { 0, 0 } },
	{ "suricata-verify base64-decode-5885: the server answers for an older connection",
	    "0 a S 0 win 8192 ws 8 id 501\n29.1 b . 3952287719 ack 860578524 win 251 id 64738\n"
	    "29.3 a R 860578524 win 0 id 502\n3000.1 a S 0 win 8192 ws 8 id 520\n"
	    "3027.9 b S. 0 ack 1 win 64240 ws 8\n3028.1 a . 1 ack 1 win 259 id 521\n"
	    "3029.1 a P. 1:518 ack 1 win 259 id 522\n3055.5 b . 1 ack 518 win 251 id 63403\n"
	    "3060 b F. 1:1540 ack 518 win 251 id 63416\n3061 a . 518 ack 1541 win 259 id 523\n"
	    "3062 a P. 518:582 ack 1541 win 259 id 524\n"
	    "3062.4 a F. 582:674 ack 1541 win 259 id 525\n"
	    "3087.7 b R 1541 win 0\n",
	    "2 challenge_ack SYN-SENT unknown\n3 unacceptable_ack SYN-SENT unknown\n"
	    "4 retransmission,rto_retransmission SYN-SENT unknown\n"
	    "5 - ESTABLISHED SYN-RECEIVED\n7 - ESTABLISHED ESTABLISHED\n"
	    "11 - CLOSE-WAIT FIN-WAIT-2\n12 - LAST-ACK TIME-WAIT\n"
	    "13 reset_after_close CLOSED CLOSED\n",
	    { 673, 1539 } },
	{ "ovn-kubernetes PR 1625: data 100,000 below the ISN",
	    "0 a S 0 ws 7 ts 100 ecr 0 id 102\n0.2 b S. 0 ack 1 ws 7 ts 500 ecr 100 id 1098\n"
	    "0.6 a . 1 ack 1 ts 101 ecr 500 id 104\n0.7 b P. 4294867297:4294867304 ack 1 id 1099\n"
	    "0.8 b P. 4294867297:4294867304 ack 1 id 1100\n",
	    "4 - ESTABLISHED ESTABLISHED\n5 - ESTABLISHED ESTABLISHED\n", { 0, 0 } },
	{ "nfstream KakaoTalk_chat: a second SYN-ACK with another ISN",
	    "0 a S 0 win 14600 ts 723 ecr 0 id 1\n40 b S. 0 ack 1 win 4380 id 36356\n"
	    "47.3 a . 1 ack 1 win 14600 id 2\n54 a P. 1:185 ack 1 win 14600 id 3\n"
	    "735.5 b S. 99310615 ack 1 win 4380 id 42879\n737.5 a . 185 ack 1 win 14600 id 4\n"
	    "3067 a P. 1:185 ack 1 win 14600 id 5\n3111.8 b . 1 ack 185 win 42156 id 24170\n"
	    "3363 b . 1:1281 ack 185 win 42156 id 24171\n3366 a . 185 ack 1281 win 16640 id 6\n",
	    "5 - ESTABLISHED ESTABLISHED\n6 challenge_ack ESTABLISHED ESTABLISHED\n"
	    "9 - ESTABLISHED ESTABLISHED\n10 - ESTABLISHED ESTABLISHED\n",
	    { 184, 1280 } },
	{ "nuttx PR 17683: a SYN-ACK that nobody asked for",
	    "0 a S 0 win 8192 id 101\n3.9 b R. 0 ack 1 win 0 id 1098\n"
	    "20 a S. 0 ack 654321 win 8192 id 102\n23.9 b R 654321 win 0 id 1099\n",
	    "2 refused CLOSED CLOSED\n3 - CLOSED CLOSED\n4 unacceptable_ack CLOSED CLOSED\n",
	    { 0, 0 } },
	{ "an ACK more than a window old is answered (RFC 5961, 5.2)",
	    "0 a S 0 win 64240 ws 10 id 1\n12 b S. 0 ack 1 win 4344 ws 0 id 9\n"
	    "12.2 a . 1 ack 1 win 63 id 2\n13 a . 1:1449 ack 1 win 63 id 3\n"
	    "13.1 a . 1449:2897 ack 1 win 63 id 4\n13.2 a . 2897:4345 ack 1 win 63 id 5\n"
	    "25 b . 1 ack 1449 win 4344 id 10\n25.1 a . 4345:5793 ack 1 win 63 id 6\n"
	    "25.2 b . 1 ack 2897 win 4344 id 11\n25.3 a . 5793:7241 ack 1 win 63 id 7\n"
	    "25.4 b . 1 ack 4345 win 4344 id 12\n25.5 a . 7241:8689 ack 1 win 63 id 8\n"
	    "37.6 b . 1 ack 7241 win 4344 id 13\n38 b . 1 ack 2897 win 4344 id 11\n"
	    "38.1 b . 1 ack 1449 win 4344 id 14\n38.12 a . 8689 ack 1 win 63 id 9\n",
	    "16 challenge_ack ESTABLISHED ESTABLISHED\n", { 8688, 0 } },
	{ "suricata-verify bug-2769: a device answers each segment after the reset",
	    "0 a S 0 id 22340\n14 b S. 0 ack 1 id 12288\n181.7 a . 1 ack 1 id 22355\n"
	    "182 b . 1:1353 ack 1 id 24835\n182.1 b . 1353:2705 ack 1 id 24836\n"
	    "182.2 b . 2705:4057 ack 1 id 24837\n358 a R. 1 ack 1 win 0 id 22469\n"
	    "374.4 a R. 1 ack 1353 win 0 id 46339\n375.2 a R. 1 ack 2705 win 0 id 46341\n",
	    "7 abort CLOSED CLOSED\n8 half_open CLOSED CLOSED\n9 half_open CLOSED CLOSED\n",
	    { 0, 4056 } },
	{ "zeek handshake-reorder: the SYN-ACK was captured before its SYN",
	    "0 b S. 0 ack 1 win 14480 ts 7000 ecr 3000\n"
	    "0.26 a S 0 win 65535 ts 3000 ecr 0 id 57230\n"
	    "0.29 a . 1 ack 1 win 8235 ts 3070 ecr 7000 id 52383\n"
	    "0.44 a P. 1:137 ack 1 win 8235 ts 3070 ecr 7000 id 19098\n"
	    "69.4 b F. 1 ack 137 win 14480 ts 7070 ecr 3070 id 36000\n"
	    "69.5 a F. 137 ack 2 win 8235 ts 3140 ecr 7070 id 36100\n"
	    "138 b . 2 ack 138 win 14480 ts 7140 ecr 3140 id 36001\n",
	    "2 - SYN-SENT SYN-RECEIVED\n3 - ESTABLISHED ESTABLISHED\n"
	    "5 - CLOSE-WAIT FIN-WAIT-1\n7 - CLOSED TIME-WAIT\n",
	    { 136, 0 } },
	{ "one direction only: who sends an ACK or data has left SYN-SENT",
	    "0 a S 0\n25 a . 1 ack 1\n26 a P. 1:101 ack 1\n50 a F. 101 ack 1\n",
	    "2 - ESTABLISHED unknown\n3 - ESTABLISHED unknown\n4 - FIN-WAIT-1 unknown\n",
	    { 100, 0 } },
	{ "arkime smtp-decrypted: two ACKs were captured before their data",
	    "0 a S 0 win 64240 ws 7 ts 3245999799 ecr 0 id 59670\n"
	    "4.5 b S. 0 ack 1 win 8192 ws 8 ts 20254810 ecr 3245999799 id 9322\n"
	    "4.8 a . 1 ack 1 win 502 ts 3245999804 ecr 20254810 id 59671\n"
	    "88.560 a . 1:1449 ack 1 win 520 ts 3245999886 ecr 20254891 id 49926\n"
	    "88.563 a P. 1449:2897 ack 1 win 520 ts 3245999886 ecr 20254891 id 49927\n"
	    "88.584 b . 1 ack 2897 win 214 ts 20254892 ecr 3245999886 id 49932\n"
	    "88.707 b . 1 ack 5793 win 248 ts 20254893 ecr 3245999887 id 49947\n"
	    "88.709 b . 1 ack 7851 win 240 ts 20254893 ecr 3245999887 id 49948\n"
	    "88.713 a . 2897:4345 ack 1 win 520 ts 3245999887 ecr 20254892 id 49943\n"
	    "88.720 a . 4345:5793 ack 1 win 520 ts 3245999887 ecr 20254892 id 49944\n"
	    "88.724 a . 5793:7241 ack 1 win 520 ts 3245999887 ecr 20254892 id 49945\n"
	    "88.727 a P. 7241:7851 ack 1 win 520 ts 3245999887 ecr 20254892 id 49946\n"
	    "220.97 b P. 1:230 ack 7851 win 260 ts 20255025 ecr 3245999887 id 49955\n",
	    "7 - ESTABLISHED ESTABLISHED\n8 - ESTABLISHED ESTABLISHED\n"
	    "9 - ESTABLISHED ESTABLISHED\n12 - ESTABLISHED ESTABLISHED\n",
	    { 7850, 229 } },
	{ "ptcpdump tcp.pcapng: the order of two queues, each packet twice",
	    "0 a S 0 win 65495 ws 7 ts 505 ecr 0 id 23071\n"
	    "0.7 b S. 0 ack 1 win 65483 ws 7 ts 505 ecr 505\n"
	    "0.9 a . 1 ack 1 win 512 ts 505 ecr 505 id 23072\n"
	    "1.2 a P. 1:87 ack 1 win 512 ts 505 ecr 505 id 23073\n"
	    "1.4 b . 1 ack 87 win 511 ts 505 ecr 505 id 35789\n"
	    "34.2 b P. 1:187 ack 87 win 512 ts 522 ecr 505 id 35790\n"
	    "34.8 a . 87 ack 187 win 511 ts 522 ecr 522 id 23074\n"
	    "35.345 a F. 87 ack 656 win 512 ts 522 ecr 522 id 23076\n"
	    "35.405 a F. 87 ack 656 win 512 ts 522 ecr 522 id 23076\n"
	    "35.162 b P. 187:656 ack 87 win 512 ts 522 ecr 522 id 35791\n"
	    "35.248 b P. 187:656 ack 87 win 512 ts 522 ecr 522 id 35791\n"
	    "35.345 a . 87 ack 656 win 508 ts 522 ecr 522 id 23075\n"
	    "36.067 b F. 656 ack 88 win 512 ts 523 ecr 522 id 35792\n"
	    "36.189 a . 88 ack 657 win 512 ts 523 ecr 523 id 23077\n",
	    "8 - unknown unknown\n9 network_duplicate unknown unknown\n"
	    "10 - FIN-WAIT-1 CLOSE-WAIT\n11 network_duplicate FIN-WAIT-1 CLOSE-WAIT\n"
	    "14 - TIME-WAIT CLOSED\n",
	    { 86, 655 } },
	{ "a file that is not in order of time",
	    "0 a S 0 id 1\n10 b S. 0 ack 1 id 11\n20 a . 1 ack 1 id 2\n"
	    "30.3 a . 201:301 ack 1 id 5\n30.1 a . 1:101 ack 1 id 3\n30.2 a . 101:201 ack 1 id 4\n"
	    "40 b . 1 ack 301 id 12\n",
	    "4 - ESTABLISHED ESTABLISHED\n5 - ESTABLISHED ESTABLISHED\n"
	    "6 - ESTABLISHED ESTABLISHED\n7 - ESTABLISHED ESTABLISHED\n",
	    { 300, 0 } },
	{ "s7 step7_s300_download: saved with a display filter",
	    "0 a P. 1:26 ack 1 win 17164 id 1\n13 b P. 1:28 ack 26 win 4096 id 11\n"
	    "125 a P. 113:152 ack 170 win 16995 id 3\n183 b P. 170:205 ack 152 win 4096 id 13\n"
	    "2612 a P. 159:196 ack 205 win 16807 id 5\n2630 b P. 205:316 ack 196 win 4096 id 15\n",
	    "3 lost_segment,ack_lost_segment unknown unknown\n"
	    "4 lost_segment ESTABLISHED ESTABLISHED\n5 lost_segment ESTABLISHED ESTABLISHED\n"
	    "6 - ESTABLISHED ESTABLISHED\n",
	    { 101, 173 } },
	{ "zeek ssh-dups: each packet four times, without IP identifications",
	    "0 a S 0 ts 100 ecr 0\n0.04 b S. 0 ack 1 ts 900 ecr 100\n"
	    "0.1 a . 1 ack 1 ts 100 ecr 900\n0.832 a P. 1:22 ack 1 ts 101 ecr 900\n"
	    "0.832 a P. 1:22 ack 1 ts 101 ecr 900\n0.832 a P. 1:22 ack 1 ts 101 ecr 900\n"
	    "0.832 a P. 1:22 ack 1 ts 101 ecr 900\n0.845 b . 1 ack 22 ts 901 ecr 101 id 7\n"
	    "0.845 b . 1 ack 22 ts 901 ecr 101 id 7\n0.845 b . 1 ack 22 ts 901 ecr 101 id 7\n"
	    "0.845 b . 1 ack 22 ts 901 ecr 101 id 7\n",
	    "4 - ESTABLISHED ESTABLISHED\n5 network_duplicate ESTABLISHED ESTABLISHED\n"
	    "6 network_duplicate ESTABLISHED ESTABLISHED\n"
	    "7 network_duplicate ESTABLISHED ESTABLISHED\n"
	    "8 - ESTABLISHED ESTABLISHED\n9 network_duplicate ESTABLISHED ESTABLISHED\n"
	    "11 network_duplicate ESTABLISHED ESTABLISHED\n",
	    { 21, 0 } },
	{ "suricata-verify tcp-fastopen-10: macOS repeats the SYN after 35 ms, IP ID 0",
	    "0 a S 0 ts 2767361935 ecr 0\n36.65 a S 0 ts 2767361971 ecr 0\n"
	    "70.5 a S 0 ts 2767362006 ecr 0\n",
	    "2 retransmission,syn_timeout SYN-SENT unknown\n"
	    "3 retransmission,syn_timeout SYN-SENT unknown\n",
	    { 0, 0 } },
	{ "a copy more than two minutes old is none of the network's",
	    "0 a S 0 id 1\n10 b S. 0 ack 1 id 7\n10.1 a . 1 ack 1 id 2\n"
	    "20 a P. 1:101 ack 1 id 3\n30 b . 1 ack 101 id 8\n130000 a P. 1:101 ack 1 id 3\n",
	    "6 retransmission,rto_retransmission,spurious_retransmission ESTABLISHED ESTABLISHED\n",
	    { 100, 0 } },
	{ "a sender with a constant IP identification",
	    "0 a S 0 id 7\n10 b S. 0 ack 1 id 9\n10.1 a . 1 ack 1 id 7\n20 a P. 1:101 ack 1 id 7\n"
	    "320 a P. 1:101 ack 1 id 7\n",
	    "5 retransmission,rto_retransmission ESTABLISHED ESTABLISHED\n", { 100, 0 } },
	{ "suricata-verify tcp-fastopen-10: two ISNs; the last SYN has no options",
	    "0 a S 0 win 65535 ws 5 ts 100 ecr 0\n"
	    "9 b S. 3114478110 ack 1 win 64980 ws 8 ts 500 ecr 100\n"
	    "1095 a S 0 win 65535 ws 5 ts 1194 ecr 0\n"
	    "1103 b S. 0 ack 1 win 64980 ws 8 ts 9500 ecr 1194\n"
	    "1640 b S. 3114478110 ack 1 win 64980 ws 8 ts 2140 ecr 100\n2057 a S 0 win 65535\n"
	    "2066 b S. 0 ack 1 win 64980 ws 8 ts 10462 ecr 1194\n"
	    "2077 a P. 1:518 ack 1 win 4151 ts 2170 ecr 10462\n"
	    "2090 b . 1 ack 518 win 252 ts 10480 ecr 2170 id 58967\n",
	    "8 - ESTABLISHED ESTABLISHED\n9 - ESTABLISHED ESTABLISHED\n", { 517, 0 } },
	{ "gnutella.pcap: Windows asks again after a reset",
	    "0 a S 0 win 8192 id 1\n0.16 b R. 0 ack 1 win 0 id 9\n498.8 a S 0 win 8192 id 2\n"
	    "499 b R. 0 ack 1 win 0 id 10\n998.8 a S 0 win 8192 id 3\n"
	    "999 b R. 0 ack 1 win 0 id 11\n",
	    "2 refused CLOSED CLOSED\n3 retransmission SYN-SENT CLOSED\n4 refused CLOSED CLOSED\n"
	    "5 retransmission SYN-SENT CLOSED\n6 refused CLOSED CLOSED\n",
	    { 0, 0 } },
	{ "sessionhijacking.pcapng: a listener with TCP_DEFER_ACCEPT",
	    "0 a S 0 win 65535 ts 10 ecr 0\n0.01 b S. 0 ack 1 win 28960 ts 50 ecr 10\n"
	    "18 a . 1 ack 1 win 4117 ts 28 ecr 50\n"
	    "31196 b S. 0 ack 1 win 28960 ts 31246 ecr 28\n"
	    "31384 a . 1 ack 1 win 4117 ts 31390 ecr 31246\n",
	    "4 retransmission ESTABLISHED SYN-RECEIVED\n5 duplicate_ack ESTABLISHED ESTABLISHED\n",
	    { 0, 0 } },
	{ "suricata-verify bug-2646-01: a FIN that is never acknowledged is not needless",
	    "0 a S 0 win 29200 ws 7 id 1\n15.9 b S. 0 ack 1 win 20960 ws 10 id 21\n"
	    "16.2 a . 1 ack 1 win 229 id 2\n17 a P. 1:518 ack 1 win 229 id 3\n"
	    "31.6 b . 1 ack 518 win 22 id 22\n205.7 b P. 1:747 ack 518 win 23 id 23\n"
	    "207 a F. 518 ack 747 win 339 id 4\n207.5 b FP. 747:778 ack 518 win 23 id 24\n"
	    "222.7 b . 779 ack 519 win 23 id 25\n667 b FP. 747:778 ack 519 win 23 id 26\n"
	    "1130 b FP. 747:778 ack 519 win 23 id 27\n2031 b FP. 747:778 ack 519 win 23 id 28\n",
	    "10 retransmission,rto_retransmission TIME-WAIT CLOSING\n"
	    "12 retransmission,rto_retransmission TIME-WAIT CLOSING\n",
	    { 517, 777 } },
	{ "suricata-verify http-range-multiflows: FINs cross, and go again with their ACKs",
	    "0 a S 0 ws 6\n0.06 b S. 0 ack 1 ws 6\n0.074 a . 1 ack 1\n0.2 a P. 1:116 ack 1\n"
	    "0.215 b . 1 ack 116\n0.85 b P. 1:1279 ack 116\n0.87 a . 116 ack 1279\n"
	    "1.057 b F. 1279 ack 116\n1.072 a F. 116 ack 1279\n1.085 a F. 116 ack 1280\n"
	    "1.098 b F. 1279 ack 117\n",
	    "10 retransmission CLOSING TIME-WAIT\n11 retransmission TIME-WAIT TIME-WAIT\n",
	    { 115, 1278 } },
	{ "S7-1511: a keep-alive that acknowledges one less, as of old BSD",
	    "0 a S 0\n0.2 b S. 0 ack 1\n0.3 a . 1 ack 1\n1 a P. 1:97 ack 1\n3 b P. 1:124 ack 97\n"
	    "3.1 a P. 97:104 ack 124\n110 b . 124 ack 104\n30110 b . 123:124 ack 103\n"
	    "30110.2 a . 104 ack 124\n",
	    "8 keep_alive ESTABLISHED ESTABLISHED\n9 keep_alive_ack ESTABLISHED ESTABLISHED\n",
	    { 103, 123 } },
	{ "cluster-ingress-operator PR 1166: a keep-alive opens the capture",
	    "0 a . 1 ack 1 win 501\n102 b . 1 ack 2 win 255\n15360 a . 1 ack 1 win 501\n"
	    "15462 b . 1 ack 2 win 255\n",
	    "1 keep_alive unknown unknown\n2 keep_alive_ack unknown unknown\n"
	    "3 keep_alive unknown unknown\n4 keep_alive_ack unknown unknown\n",
	    { 0, 0 } },
	{ "suricata-verify bug-2769: overtaken by a segment with the next IP identification",
	    "0 a S 0 id 22340\n14 b S. 0 ack 1 id 12288\n181.7 a . 1 ack 1 id 22355\n"
	    "182 b . 1:1353 ack 1 id 24835\n332 a . 1 ack 1353 id 22356\n"
	    "332.4 b . 2705:4057 ack 1 id 29150\n332.6 b . 1353:2705 ack 1 id 29149\n",
	    "6 lost_segment ESTABLISHED ESTABLISHED\n7 out_of_order ESTABLISHED ESTABLISHED\n",
	    { 0, 4056 } },
	{ "a doubled SYN, and a copy of the first SYN-ACK: only timestamps tell them apart",
	    "0 a S 0 sackok 1 ts 100 ecr 0 id 9\n18.2 b S. 0 ack 1 sackok 1 ts 500 ecr 100\n"
	    "18.3 a . 1 ack 1 ts 118 ecr 500 id 10\n18.6 b S. 0 ack 1 sackok 1 ts 504 ecr 100\n"
	    "18.7 a . 1 ack 1 ts 119 ecr 504 id 11\n22.3 b S. 0 ack 1 sackok 1 ts 500 ecr 100\n",
	    "4 retransmission,spurious_retransmission ESTABLISHED ESTABLISHED\n"
	    "6 network_duplicate ESTABLISHED ESTABLISHED\n",
	    { 0, 0 } },
	{ "the first SYN-ACK comes after its retransmission",
	    "0 a S 0 ts 100 ecr 0 id 9\n1000 a S 0 ts 1100 ecr 0 id 10\n"
	    "1024 b S. 0 ack 1 ts 2500 ecr 100\n1024.1 a . 1 ack 1 ts 1124 ecr 2500 id 11\n"
	    "1030 a P. 1:101 ack 1 ts 1130 ecr 2500 id 12\n"
	    "1055 b . 1 ack 101 ts 2530 ecr 1130 id 7\n"
	    "1274 b S. 0 ack 1 ts 1500 ecr 100\n",
	    "3 retransmission,spurious_retransmission ESTABLISHED SYN-RECEIVED\n"
	    "7 out_of_order ESTABLISHED ESTABLISHED\n",
	    { 100, 0 } },
	{ "a second window update after an answered probe",
	    "0 a S 0 ts 100 ecr 0\n0.2 b S. 0 ack 1 ts 500 ecr 100\n20 a . 1 ack 1 ts 120 ecr 500\n"
	    "30 a . 1:1001 ack 1 ts 130 ecr 500\n50 b . 1 ack 1001 win 0 ts 550 ecr 130\n"
	    "330 a . 1000 ack 1 ts 430 ecr 550\n330.1 b . 1 ack 1001 win 0 ts 830 ecr 430\n"
	    "645 b . 1 ack 1001 win 400 ts 1145 ecr 430\n"
	    "653 b . 1 ack 1001 win 900 ts 1153 ecr 430\n",
	    "6 zero_window_probe ESTABLISHED ESTABLISHED\n8 window_update ESTABLISHED ESTABLISHED\n"
	    "9 window_update ESTABLISHED ESTABLISHED\n",
	    { 1000, 0 } },
	{ "probes go on after a lost window update, seen at the receiver",
	    "0 a S 0 ts 100 ecr 0\n0.2 b S. 0 ack 1 ts 500 ecr 100\n20 a . 1 ack 1 ts 120 ecr 500\n"
	    "30 a . 1:1001 ack 1 ts 130 ecr 500\n50 b . 1 ack 1001 win 0 ts 550 ecr 130\n"
	    "330 a . 1000 ack 1 ts 430 ecr 550\n330.1 b . 1 ack 1001 win 0 ts 830 ecr 430\n"
	    "645 b . 1 ack 1001 win 900 ts 1145 ecr 430\n850 a . 1000 ack 1 ts 950 ecr 830\n"
	    "850.1 b . 1 ack 1001 win 900 ts 1350 ecr 950\n",
	    "8 window_update ESTABLISHED ESTABLISHED\n9 zero_window_probe ESTABLISHED ESTABLISHED\n"
	    "10 zero_window_probe_ack ESTABLISHED ESTABLISHED\n",
	    { 1000, 0 } },
	{ "a probe is answered by the window that a lost update had opened, seen at the sender",
	    "0 a S 0 ts 100 ecr 0\n24 b S. 0 ack 1 ts 500 ecr 100\n"
	    "24.1 a . 1 ack 1 ts 124 ecr 500\n"
	    "30 a . 1:1001 ack 1 ts 130 ecr 500\n55 b . 1 ack 1001 win 0 ts 550 ecr 130\n"
	    "330 a . 1000 ack 1 ts 430 ecr 550\n354.5 b . 1 ack 1001 win 900 ts 850 ecr 430\n",
	    "7 window_update,zero_window_probe_ack ESTABLISHED ESTABLISHED\n", { 1000, 0 } },
	{ "a full backlog: the SYN-ACK echoes a later SYN",
	    "0 a S 0 ts 100 ecr 0 id 1\n1020 a S 0 ts 1120 ecr 0 id 2\n"
	    "3050 a S 0 ts 3150 ecr 0 id 3\n3050.1 b S. 0 ack 1 ts 9000 ecr 3150\n",
	    "1 - SYN-SENT unknown\n"
	    "2 retransmission,rto_retransmission,syn_timeout SYN-SENT unknown\n"
	    "4 - ESTABLISHED SYN-RECEIVED\n",
	    { 0, 0 } },
	{ "FreeBSD sends window updates after a FIN",
	    "0 a S 0 ts 100 ecr 0\n0.1 b S. 0 ack 1 ts 500 ecr 100\n20 a . 1 ack 1 ts 120 ecr 500\n"
	    "30 a FP. 1:301 ack 1 ts 130 ecr 500\n30.1 b . 1 ack 302 win 700 ts 530 ecr 130\n"
	    "150 b . 1 ack 302 win 900 ts 650 ecr 130\n",
	    "6 window_update FIN-WAIT-2 CLOSE-WAIT\n", { 300, 0 } },
	{ "needless by the round trip, without timestamps and SACK (lwIP)",
	    "0 a S 0\n26 b S. 0 ack 1\n26.1 a . 1 ack 1\n30 a . 1:101 ack 1\n"
	    "30.1 a . 101:201 ack 1\n"
	    "30.2 a . 201:301 ack 1\n30.3 a . 301:401 ack 1\n56 b . 1 ack 1\n56.1 b . 1 ack 1\n"
	    "56.2 b . 1 ack 1\n56.3 a . 1:101 ack 1\n70 b . 1 ack 401\n",
	    "11 retransmission,fast_retransmission,spurious_retransmission ESTABLISHED "
	    "ESTABLISHED\n",
	    { 400, 0 } },
	{ "both a packet and its copy are answered, seen at the receiver (lwIP, no IP IDs)",
	    "0 a S 0 sackok 1 ts 100 ecr 0 id 1\n0.1 b S. 0 ack 1 sackok 1 ts 500 ecr 100\n"
	    "20 a . 1 ack 1 ts 120 ecr 500 id 2\n30 a . 1:101 ack 1 ts 130 ecr 500 id 3\n"
	    "30.1 a . 101:201 ack 1 ts 130 ecr 500 id 4\n"
	    "30.2 a . 201:301 ack 1 ts 130 ecr 500 id 5\n"
	    "30.3 a . 301:401 ack 1 ts 130 ecr 500 id 6\n"
	    "30.4 a . 401:501 ack 1 ts 130 ecr 500 id 7\n"
	    "30.5 b . 1 ack 501 ts 530 ecr 130\n54.05 a . 501:601 ack 1 ts 154 ecr 500 id 8\n"
	    "54.06 a P. 601:701 ack 1 ts 154 ecr 500 id 9\n"
	    "54.09 a P. 601:701 ack 1 ts 154 ecr 500 id 9\n54.11 b . 1 ack 701 ts 554 ecr 154\n"
	    "54.14 b . 1 ack 701 ts 554 ecr 154\n",
	    "12 network_duplicate ESTABLISHED ESTABLISHED\n"
	    "14 duplicate_ack ESTABLISHED ESTABLISHED\n",
	    { 700, 0 } },
	{ "one direction from the middle: both FINs are acknowledged",
	    "0 a . 1:101 ack 1\n1 a . 101:201 ack 1\n20 b . 1 ack 101\n27 a FP. 201:301 ack 1\n"
	    "40 b . 1 ack 201\n51.3 b F. 1 ack 302\n51.4 a . 302 ack 2\n",
	    "7 - TIME-WAIT CLOSED\n", { 300, 0 } },
	{ "FreeBSD sends no tail loss probes",
	    "0 a S 0 opts 2483 ttl 64 sackok 1 ts 100 ecr 0\n"
	    "0.1 b S. 0 ack 1 opts 2348 ttl 64 sackok 1 ts 500 ecr 100\n"
	    "20 a . 1 ack 1 ts 120 ecr 500\n30 b FP. 1:301 ack 1 ts 530 ecr 120\n"
	    "270 b FP. 1:301 ack 1 ts 770 ecr 120\n",
	    "5 retransmission,rto_retransmission CLOSE-WAIT FIN-WAIT-1\n", { 0, 300 } },
	{ "FreeBSD: one duplicate ACK, and four round trips of silence before the timer",
	    "0 a S 0 opts 2348 ttl 64 sackok 1 ts 100 ecr 0\n"
	    "24 b S. 0 ack 1 opts 2483 ttl 64 sackok 1 ts 500 ecr 100\n"
	    "24.1 a . 1 ack 1 ts 124 ecr 500\n30 a . 1:101 ack 1 ts 130 ecr 500\n"
	    "30.1 a F. 101 ack 1 ts 130 ecr 500\n54.2 b . 1 ack 1 sack 101:102 ts 530 ecr 124\n"
	    "152 a . 1:101 ack 1 ts 252 ecr 530\n",
	    "7 retransmission,rto_retransmission FIN-WAIT-1 CLOSE-WAIT\n", { 100, 0 } },
	{ "AccECN (RFC 9768): the counter is no echo and no reduction",
	    "0 a SEWe 0 ws 7\n10 b S.W 0 ack 1 ws 7\n20 a .W 1 ack 1\n21 a P.Ee 1:501 ack 1\n"
	    "31 b .Ee 1 ack 501\n32 a P.Ee 501:1001 ack 1 tos 3\n42 b .We 1 ack 1001\n"
	    "43 a P.Ee 1001:1501 ack 1\n53 b .We 1 ack 1501\n",
	    "3 - ESTABLISHED ESTABLISHED\n4 - ESTABLISHED ESTABLISHED\n"
	    "5 - ESTABLISHED ESTABLISHED\n6 ecn_mark ESTABLISHED ESTABLISHED\n"
	    "7 ecn_echo ESTABLISHED ESTABLISHED\n9 - ESTABLISHED ESTABLISHED\n",
	    { 1500, 0 } },
	{ "a server that answers AccECN with classic ECN",
	    "0 a SEWe 0 ws 7\n10 b S.E 0 ack 1 ws 7\n20 a . 1 ack 1\n21 a P. 1:501 ack 1 tos 3\n"
	    "31 b .E 1 ack 501\n",
	    "4 ecn_mark ESTABLISHED ESTABLISHED\n5 ecn_echo ESTABLISHED ESTABLISHED\n",
	    { 500, 0 } },
};

static void format_notes(uint64_t notes, char *out, size_t size)
{
	snprintf(out, size, "%s", notes == 0 ? "-" : "");
	for (; notes != 0; notes &= notes - 1) {
		size_t used = strlen(out);
		snprintf(out + used, size - used, "%s%s", used > 0 ? "," : "",
		    note_name((enum note)__builtin_ctzll(notes)));
	}
}

static void check_packet(const struct field *f, const char *line)
{
	char notes[WORD], state[2][32], is[WORD];
	unsigned packet;
	ck_assert_int_eq(sscanf(line, "%u %119s %31s %31s", &packet, notes, state[0], state[1]), 4);
	const struct packet *p = model_packet(played, packet);
	ck_assert_ptr_nonnull(p);
	format_notes(p->notes, is, sizeof(is));
	ck_assert_msg(strcmp(is, notes) == 0, "%s: packet %u: %s", f->source, packet, is);
	for (int side = SIDE_A; side <= SIDE_B; side++) {
		const char *now = tcp_state_name(packet_state(p, (enum side)side));
		ck_assert_msg(strcmp(now, state[side]) == 0, "%s: packet %u, %c: %s", f->source,
		    packet, "ab"[side], now);
	}
}

START_TEST(told_right)
{
	const struct field *f = &fields[_i];
	play(played, f->lines);
	for (const char *at = f->right; *at != '\0'; at = strchr(at, '\n') + 1)
		check_packet(f, at);
	const struct session *s = model_session(played, 1);
	for (int side = SIDE_A; side <= SIDE_B; side++)
		ck_assert_msg(s->flow[side].bytes == f->bytes[side], "%s: %llu bytes from %c",
		    f->source, (unsigned long long)s->flow[side].bytes, "ab"[side]);
	play_check_figures(played);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("field");
	TCase *tests = tcase_create("field");
	tcase_add_checked_fixture(tests, play_begin, play_end);
	tcase_add_loop_test(tests, told_right, 0, ARRAY_LEN(fields));
	suite_add_tcase(suite, tests);
	return suite_main(suite);
}
