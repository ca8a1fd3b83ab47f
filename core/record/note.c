#include "core/record/note.h"

#include <assert.h>
#include <stdbool.h>
#include <stdio.h>

#include "core/base/array.h"
#include "core/base/writer.h"

struct note_text {
	const char *name, *words, *brief;
};

static const struct note_text note_text[] = {
	[NOTE_RETRANSMISSION] = { "retransmission", "retransmission", "retrans" },
	[NOTE_FAST_RETRANSMISSION] = { "fast_retransmission", "fast retransmission",
	    "fast retrans" },
	[NOTE_SPURIOUS_RETRANSMISSION] = { "spurious_retransmission", "spurious retransmission",
	    "spurious retrans" },
	[NOTE_RTO_RETRANSMISSION] = { "rto_retransmission", "timeout retransmission",
	    "timeout retrans" },
	[NOTE_TAIL_LOSS_PROBE] = { "tail_loss_probe", "tail loss probe", "TLP" },
	[NOTE_NETWORK_DUPLICATE] = { "network_duplicate", "duplicated by the network",
	    "duplicated" },
	[NOTE_OUT_OF_ORDER] = { "out_of_order", "out of order", "out of order" },
	[NOTE_LOST_SEGMENT] = { "lost_segment", "gap before this", "gap before" },
	[NOTE_ACK_LOST_SEGMENT] = { "ack_lost_segment", "ACKs data not captured", "ACKs unseen" },
	[NOTE_DUPLICATE_ACK] = { "duplicate_ack", "duplicate ACK", "dup ACK" },
	[NOTE_WINDOW_UPDATE] = { "window_update", "window update", "win update" },
	[NOTE_ZERO_WINDOW] = { "zero_window", "zero window", "zero win" },
	[NOTE_WINDOW_FULL] = { "window_full", "window full", "win full" },
	[NOTE_ZERO_WINDOW_PROBE] = { "zero_window_probe", "zero-window probe", "win probe" },
	[NOTE_ZERO_WINDOW_PROBE_ACK] = { "zero_window_probe_ack", "zero-window probe ACK",
	    "win probe ACK" },
	[NOTE_KEEP_ALIVE] = { "keep_alive", "keep-alive", "keep-alive" },
	[NOTE_KEEP_ALIVE_ACK] = { "keep_alive_ack", "keep-alive ACK", "keep-alive ACK" },
	[NOTE_WINDOW_SHRINK] = { "window_shrink", "window shrinks", "win shrinks" },
	[NOTE_ECN_MARK] = { "ecn_mark", "congestion mark (CE)", "CE mark" },
	[NOTE_ECN_ECHO] = { "ecn_echo", "congestion echo (ECE)", "ECE" },
	[NOTE_ECN_REDUCED] = { "ecn_reduced", "congestion window reduced", "cwnd reduced" },
	[NOTE_REUSED_PORTS] = { "reused_ports", "ports reused", "ports reused" },
	[NOTE_ORIGINAL_UNSEEN] = { "original_unseen", "original not captured", "unseen" },
	[NOTE_RECEIVER_LIMITED] = { "receiver_limited", "receiver-limited", "rcv-limited" },
	[NOTE_APPLICATION_LIMITED] = { "application_limited", "application-limited",
	    "app-limited" },
	[NOTE_DELAYED_ACK] = { "delayed_ack", "delayed ACK", "delayed ACK" },
	[NOTE_NAGLE_DELAY] = { "nagle_delay", "delayed by Nagle", "nagle" },
	[NOTE_REFUSED] = { "refused", "refused", "refused" },
	[NOTE_ABORT] = { "abort", "abort", "abort" },
	[NOTE_ABORT_UNREAD] = { "abort_unread", "abort with unread data", "abort, unread" },
	[NOTE_HALF_OPEN] = { "half_open", "half-open", "half-open" },
	[NOTE_RESET_AFTER_CLOSE] = { "reset_after_close", "after close", "after close" },
	[NOTE_UNACCEPTABLE_ACK] = { "unacceptable_ack", "unacceptable ACK", "bad ACK" },
	[NOTE_RESET_OUT_OF_WINDOW] = { "reset_out_of_window", "out of window", "out of window" },
	[NOTE_SYN_TIMEOUT] = { "syn_timeout", "SYN timeout", "SYN timeout" },
	[NOTE_LISTEN_OVERFLOW] = { "listen_overflow", "backlog full", "backlog full" },
	[NOTE_OLD_TIMESTAMP] = { "old_timestamp", "discarded (PAWS)", "PAWS" },
	[NOTE_CHALLENGE_ACK] = { "challenge_ack", "challenge ACK", "challenge ACK" },
};
static_assert(ARRAY_LEN(note_text) == NOTE_COUNT, "every note has a name");
static_assert(NOTE_COUNT <= 40, "notes fit in struct packet");

const char *note_name(enum note note)
{
	assert(note < NOTE_COUNT);
	return note_text[note].name;
}

const char *note_words(enum note note)
{
	assert(note < NOTE_COUNT);
	return note_text[note].words;
}

uint64_t notes_join(uint64_t notes, uint64_t more)
{
	notes |= more;
	return more & NOTE_BIT(NOTE_SPURIOUS_RETRANSMISSION)
	           ? notes & ~NOTE_BIT(NOTE_ORIGINAL_UNSEEN)
	           : notes;
}

/* Returns true if a more specific note in `notes` implies this one. */
static bool implied(uint64_t notes, unsigned note)
{
	uint64_t finer = 0;
	if (note == NOTE_RETRANSMISSION)
		finer = NOTE_BIT(NOTE_FAST_RETRANSMISSION) | NOTE_BIT(NOTE_RTO_RETRANSMISSION) |
		        NOTE_BIT(NOTE_TAIL_LOSS_PROBE) | NOTE_BIT(NOTE_SPURIOUS_RETRANSMISSION);
	else if (note == NOTE_RTO_RETRANSMISSION)
		finer = NOTE_BIT(NOTE_SYN_TIMEOUT);
	else if (note == NOTE_ZERO_WINDOW)
		finer = NOTE_BIT(NOTE_ZERO_WINDOW_PROBE_ACK);
	return (notes & finer) != 0;
}

uint64_t notes_specific(uint64_t notes)
{
	uint64_t specific = notes;
	for (uint64_t left = notes; left != 0; left &= left - 1) {
		unsigned note = (unsigned)__builtin_ctzll(left);
		if (implied(notes, note))
			specific &= ~NOTE_BIT(note);
	}
	return specific;
}

size_t notes_format(uint64_t notes, char *out, size_t size)
{
	size_t used = 0;
	out[0] = '\0';
	notes = notes_specific(notes);
	for (unsigned note = 0; note < NOTE_COUNT; note++) {
		if (!(notes & NOTE_BIT(note)))
			continue;
		int n = snprintf(
		    out + used, size - used, "%s%s", used > 0 ? ", " : "", note_text[note].words);
		if (n < 0 || (size_t)n >= size - used)
			break;
		used += (size_t)n;
	}
	return used;
}

size_t notes_brief(uint64_t notes, unsigned most, char *out, size_t size)
{
	struct writer w = writer_begin(out, size);
	unsigned left = 0;
	notes = notes_specific(notes);
	for (; notes != 0; notes &= notes - 1) {
		const char *words = note_text[__builtin_ctzll(notes)].brief;
		if (most == 0) {
			left++;
			continue;
		}
		writer_print(&w, "%s%s", w.len > 0 ? ", " : "", words);
		most--;
	}
	if (left > 0)
		writer_print(&w, " +%u", left);
	return w.len;
}
