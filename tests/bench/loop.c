/* The minimum that a program does with a capture: libpcap reads every frame and discards it.
 *
 * usage: loop FILE */
#include <err.h>
#include <pcap/pcap.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	char words[PCAP_ERRBUF_SIZE];
	struct pcap_pkthdr *header;
	const u_char *bytes;
	unsigned long frames = 0, total = 0;
	int got;
	if (argc != 2)
		errx(2, "usage: loop FILE");
	pcap_t *pcap = pcap_open_offline(argv[1], words);
	if (pcap == NULL)
		errx(1, "%s", words);
	while ((got = pcap_next_ex(pcap, &header, &bytes)) == 1) {
		frames++;
		total += header->len;
	}
	if (got != PCAP_ERROR_BREAK)
		errx(1, "%s", pcap_geterr(pcap));
	printf("%lu frames, %lu bytes\n", frames, total);
	pcap_close(pcap);
	return 0;
}
