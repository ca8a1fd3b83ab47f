/* The calls that each process may make. A call that is missing here fails with ENOSYS, as on a
 * kernel that does not have it, so that libraries fall back to an older one. */
#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <sched.h>
#include <seccomp.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "capture/os/sandbox_parts.h"
#include "core/base/array.h"

#define READER SANDBOX_READER
#define PEER SANDBOX_PEER
#define LAB SANDBOX_LAB
#define FILES SANDBOX_FILES
#define ALL (READER | PEER | LAB | FILES)

struct allowed {
	int call;
	unsigned roles;
};

#define CALL(name, roles)                                                                          \
	{                                                                                          \
		SCMP_SYS(name), roles                                                              \
	}

/* clang-format off */
static const struct allowed calls[] = {
	/* memory */
	CALL(brk, ALL), CALL(mmap, ALL), CALL(mmap2, ALL), CALL(munmap, ALL), CALL(mremap, ALL),
	CALL(mprotect, ALL), CALL(madvise, ALL),
	/* open files; opening is below */
	CALL(read, ALL), CALL(readv, ALL), CALL(pread64, ALL), CALL(preadv, ALL),
	CALL(pwrite64, ALL), CALL(pwritev, ALL), CALL(close, ALL), CALL(close_range, ALL),
	CALL(lseek, ALL), CALL(_llseek, ALL), CALL(fstat, ALL), CALL(fstat64, ALL),
	CALL(fcntl, ALL), CALL(fcntl64, ALL), CALL(dup, ALL), CALL(dup2, ALL), CALL(dup3, ALL),
	CALL(fsync, ALL), CALL(fdatasync, ALL), CALL(ftruncate, ALL), CALL(fallocate, ALL),
	CALL(fadvise64, ALL), CALL(fstatfs, ALL), CALL(pipe2, ALL), CALL(flock, ALL),
	/* looking at names */
	CALL(stat, ALL), CALL(lstat, ALL), CALL(stat64, ALL), CALL(newfstatat, ALL),
	CALL(fstatat64, ALL), CALL(statx, ALL), CALL(access, ALL), CALL(faccessat, ALL),
	CALL(faccessat2, ALL), CALL(readlink, ALL), CALL(readlinkat, ALL), CALL(getcwd, ALL),
	CALL(getdents64, ALL), CALL(statfs, ALL), CALL(statfs64, ALL), CALL(umask, ALL),
	CALL(inotify_init1, READER), CALL(inotify_add_watch, READER),
	CALL(inotify_rm_watch, READER),
	/* waiting */
	CALL(poll, ALL), CALL(ppoll, ALL), CALL(select, ALL), CALL(_newselect, ALL),
	CALL(pselect6, ALL), CALL(epoll_create1, ALL), CALL(epoll_ctl, ALL),
	CALL(epoll_wait, ALL), CALL(epoll_pwait, ALL), CALL(eventfd2, ALL),
	CALL(timerfd_create, ALL), CALL(timerfd_settime, ALL), CALL(timerfd_gettime, ALL),
	CALL(signalfd4, ALL), CALL(nanosleep, ALL), CALL(clock_nanosleep, ALL),
	CALL(restart_syscall, ALL), CALL(pause, ALL),
	/* threads and signals; clone is below */
	CALL(futex, ALL), CALL(set_robust_list, ALL), CALL(get_robust_list, ALL),
	CALL(rseq, ALL), CALL(set_tid_address, ALL), CALL(sched_yield, ALL),
	CALL(sched_getaffinity, ALL), CALL(membarrier, ALL), CALL(getcpu, ALL), CALL(exit, ALL),
	CALL(exit_group, ALL), CALL(wait4, ALL), CALL(waitid, ALL), CALL(rt_sigaction, ALL),
	CALL(rt_sigprocmask, ALL), CALL(rt_sigreturn, ALL), CALL(sigreturn, ALL),
	CALL(rt_sigpending, ALL), CALL(rt_sigtimedwait, ALL), CALL(rt_sigsuspend, ALL),
	CALL(sigaltstack, ALL),
	/* who and when */
	CALL(getpid, ALL), CALL(gettid, ALL), CALL(getppid, ALL), CALL(getpgrp, ALL),
	CALL(getpgid, ALL), CALL(getsid, ALL), CALL(getuid, ALL), CALL(geteuid, ALL),
	CALL(getgid, ALL), CALL(getegid, ALL), CALL(getresuid, ALL), CALL(getresgid, ALL),
	CALL(getgroups, ALL), CALL(capget, ALL), CALL(uname, ALL), CALL(sysinfo, ALL),
	CALL(getrusage, ALL), CALL(getrlimit, ALL), CALL(getrandom, ALL),
	CALL(clock_gettime, ALL), CALL(clock_getres, ALL), CALL(gettimeofday, ALL),
	CALL(time, ALL), CALL(times, ALL),
	/* open sockets; writing is below */
	CALL(recvfrom, ALL), CALL(recvmsg, ALL), CALL(recvmmsg, ALL), CALL(getsockopt, ALL),
	CALL(setsockopt, ALL), CALL(getsockname, ALL), CALL(getpeername, ALL),
	CALL(shutdown, ALL),
	/* the server, the client and the lab's peers; making sockets is below */
	CALL(bind, PEER | LAB), CALL(listen, PEER | LAB), CALL(accept4, PEER | LAB),
	CALL(connect, PEER | LAB), CALL(socket, LAB),
	/* the save helper */
	CALL(openat, FILES), CALL(rename, FILES), CALL(renameat, FILES), CALL(renameat2, FILES),
	CALL(linkat, FILES), CALL(unlinkat, FILES), CALL(fchown, FILES), CALL(fchmod, FILES),
#ifdef SANITIZED
	/* The sanitizers look at threads and memory in ways of their own, and report into files. */
	CALL(clone, ALL), CALL(getdents, ALL), CALL(ptrace, ALL), CALL(prctl, ALL),
	CALL(personality, ALL),
	CALL(openat, ALL), CALL(open, ALL), CALL(mkdir, ALL), CALL(kill, ALL), CALL(tgkill, ALL),
	CALL(prlimit64, ALL), CALL(setrlimit, ALL), CALL(process_vm_readv, ALL),
	CALL(socketpair, ALL), CALL(ioctl, ALL), CALL(unlink, ALL), CALL(sched_getparam, ALL),
	CALL(sched_getscheduler, ALL),
#endif
};
/* clang-format on */

/* Calls that this program never makes, and an attacker who runs code in it would. */
static const int fatal[] = {
	SCMP_SYS(execve),
	SCMP_SYS(execveat),
#ifndef SANITIZED
	SCMP_SYS(ptrace),
#endif
	SCMP_SYS(init_module),
	SCMP_SYS(finit_module),
	SCMP_SYS(delete_module),
	SCMP_SYS(kexec_load),
	SCMP_SYS(kexec_file_load),
	SCMP_SYS(add_key),
	SCMP_SYS(request_key),
	SCMP_SYS(keyctl),
	SCMP_SYS(bpf),
	SCMP_SYS(process_vm_writev),
};

/* The calls that could send on a capture socket. */
static const int sending[] = {
	SCMP_SYS(write),
	SCMP_SYS(writev),
	SCMP_SYS(sendto),
	SCMP_SYS(sendmsg),
	SCMP_SYS(sendmmsg),
};

/* The kernel takes 32 bits of these arguments, so that is what is compared. TIOCSTI and TIOCLINUX,
 * which type at the terminal, are not among them. */
static const uint32_t requests[] = {
	TCGETS,
	TCSETS,
	TCSETSW,
	TCSETSF,
	TCFLSH,
	TCSBRK,
	TCXONC,
	TIOCGWINSZ,
	TIOCGPGRP,
	TIOCSPGRP,
	TIOCGSID,
	FIONREAD,
	FIONBIO,
	SIOCOUTQ,
	SIOCGIFFLAGS,
	SIOCGIFINDEX,
	SIOCGIFNAME,
	SIOCGSTAMP,
	SIOCETHTOOL,
};

static const uint32_t process_controls[] = { PR_SET_NAME, PR_SET_PDEATHSIG, PR_GET_DUMPABLE,
	PR_GET_SECCOMP, PR_GET_NO_NEW_PRIVS, PR_CAPBSET_READ, PR_SET_VMA };

#define LOW32 UINT64_C(0xffffffff)
#define OPEN_WRITES (O_ACCMODE | O_CREAT | O_TRUNC | (O_TMPFILE & ~O_DIRECTORY))

/* Allows a call whose argument has this value in the bits of the mask. */
static bool allow_masked(
    scmp_filter_ctx filter, int call, unsigned argument, uint64_t mask, uint64_t value)
{
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1,
	           SCMP_CMP(argument, SCMP_CMP_MASKED_EQ, mask, value)) == 0;
}

static bool holds_mute(const struct sandbox_rules *rules, uint64_t from, uint64_t size)
{
	for (size_t i = 0; i < rules->mutes; i++)
		if (rules->mute[i] >= 0 && (uint64_t)rules->mute[i] - from < size)
			return true;
	return false;
}

/* Allows a call on the descriptors of a block, `size` a power of two, except the mute ones: a block
 * with one among them is halved. One rule compares an argument once, hence the blocks. */
static bool allow_on_block(scmp_filter_ctx filter, int call, const struct sandbox_rules *rules,
    uint64_t from, uint64_t size)
{
	for (; holds_mute(rules, from, size); size /= 2) {
		if (size == 1)
			return true;
		bool lower = holds_mute(rules, from, size / 2);
		bool upper = holds_mute(rules, from + size / 2, size / 2);
		if (lower && upper)
			return allow_on_block(filter, call, rules, from, size / 2) &&
			       allow_on_block(filter, call, rules, from + size / 2, size / 2);
		uint64_t free_half = lower ? from + size / 2 : from;
		if (!allow_masked(filter, call, 0, ~(size / 2 - 1), free_half))
			return false;
		from = lower ? from : from + size / 2;
	}
	return allow_masked(filter, call, 0, ~(size - 1), from);
}

static bool allow_sending(scmp_filter_ctx filter, const struct sandbox_rules *rules)
{
	for (size_t i = 0; i < ARRAY_LEN(sending); i++)
		if (!allow_on_block(filter, sending[i], rules, 0, UINT64_C(1) << 30))
			return false;
	return true;
}

static bool allow_values(
    scmp_filter_ctx filter, int call, unsigned argument, const uint32_t *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!allow_masked(filter, call, argument, LOW32, values[i]))
			return false;
	return true;
}

/* TCP sockets, and nothing else that the network has. */
static bool allow_tcp_sockets(scmp_filter_ctx filter)
{
	static const int families[] = { AF_INET, AF_INET6 };
	for (size_t i = 0; i < ARRAY_LEN(families); i++)
		if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(socket), 2,
		        SCMP_A0(SCMP_CMP_MASKED_EQ, LOW32, (scmp_datum_t)families[i]),
		        SCMP_A1(SCMP_CMP_MASKED_EQ, 0xf, SOCK_STREAM)) != 0)
			return false;
	return true;
}

/* Calls that are harmless only with some arguments. */
static bool allow_some(scmp_filter_ctx filter, const struct sandbox_rules *rules)
{
	uint64_t self = (uint64_t)getpid();
	bool ok = allow_values(filter, SCMP_SYS(ioctl), 1, requests, ARRAY_LEN(requests)) &&
	          allow_values(
	              filter, SCMP_SYS(prctl), 0, process_controls, ARRAY_LEN(process_controls)) &&
	          allow_masked(filter, SCMP_SYS(clone), 0, CLONE_THREAD, CLONE_THREAD) &&
	          allow_masked(filter, SCMP_SYS(kill), 0, LOW32, self) &&
	          allow_masked(filter, SCMP_SYS(tgkill), 0, LOW32, self) &&
	          allow_masked(filter, SCMP_SYS(prlimit64), 0, LOW32, 0) &&
	          allow_masked(filter, SCMP_SYS(prlimit64), 0, LOW32, self);
	if (ok && !(rules->role & FILES))
		ok = allow_masked(filter, SCMP_SYS(openat), 2, OPEN_WRITES, O_RDONLY) &&
		     allow_masked(filter, SCMP_SYS(open), 1, OPEN_WRITES, O_RDONLY);
	if (ok && (rules->role & PEER) && !(rules->role & LAB))
		ok = allow_tcp_sockets(filter);
	return ok && allow_sending(filter, rules);
}

static bool add_rules(scmp_filter_ctx filter, const struct sandbox_rules *rules)
{
	for (size_t i = 0; i < ARRAY_LEN(calls); i++)
		if ((calls[i].roles & rules->role) &&
		    seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i].call, 0) != 0)
			return false;
	for (size_t i = 0; i < ARRAY_LEN(fatal); i++)
		if (seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, fatal[i], 0) != 0)
			return false;
	return allow_some(filter, rules);
}

bool sandbox_filter_calls(const struct sandbox_rules *rules, struct err *err)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
	if (filter == NULL)
		return err_set(err, "cannot confine the process: out of memory");
	/* All threads; a search tree instead of a list. */
	bool ready = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0 &&
	             seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2) == 0 &&
	             add_rules(filter, rules);
	int error = ready ? -seccomp_load(filter) : EINVAL;
	seccomp_release(filter);
	return error == 0 ||
	       err_set(err,
	           "cannot confine the process (seccomp: %s); --no-confinement runs without",
	           strerror(error));
}
