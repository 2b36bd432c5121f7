"""The system call filter of everything that runs in a sandbox: an allow-list, made once, that answers with an errno.

Docker's default profile without what a learner's program has no use for. Anything else fails with ENOSYS, as on an
older kernel, so that libraries take their fall-back paths; what is refused on purpose fails with EPERM.
"""

from __future__ import annotations

import errno
import os
import socket
import tempfile

_ALLOWED = """
accept accept4 access alarm arch_prctl bind brk capget chdir chmod chown clock_getres clock_gettime clock_nanosleep
close close_range connect copy_file_range creat dup dup2 dup3 epoll_create epoll_create1 epoll_ctl epoll_ctl_old
epoll_pwait epoll_pwait2 epoll_wait epoll_wait_old eventfd eventfd2 execve execveat exit exit_group faccessat faccessat2
fadvise64 fallocate fchdir fchmod fchmodat fchown fchownat fdatasync fgetxattr flistxattr flock fork fstat fstatfs
fsync ftruncate futex futex_waitv get_robust_list get_thread_area getcpu getcwd getdents getdents64 getegid geteuid
getgid getgroups getitimer getpeername getpgid getpgrp getpid getppid getpriority getrandom getresgid getresuid
getrlimit getrusage getsid getsockname gettid gettimeofday getuid getxattr inotify_add_watch inotify_init
inotify_init1 inotify_rm_watch kill lchown lgetxattr link linkat listen listxattr llistxattr lseek lstat madvise
membarrier mincore mkdir mkdirat mlock mlock2 mprotect mremap msync munlock munmap nanosleep newfstatat open
openat openat2 pause pidfd_open pidfd_send_signal pipe pipe2 poll ppoll pread64 preadv preadv2 pselect6 pwrite64 pwritev
pwritev2 read readahead readlink readlinkat readv recvfrom recvmmsg recvmsg rename renameat renameat2 restart_syscall
rmdir rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait
rt_tgsigqueueinfo sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getattr sched_getparam
sched_getscheduler sched_rr_get_interval sched_setaffinity sched_yield select sendfile sendmmsg sendmsg sendto
set_robust_list set_thread_area set_tid_address setitimer setpgid setpriority setrlimit setsid shutdown
sigaltstack socketpair splice stat statfs statx symlink symlinkat sync_file_range sysinfo tee tgkill time
timer_create timer_delete timer_getoverrun timer_gettime timer_settime timerfd_create timerfd_gettime timerfd_settime
times tkill truncate umask uname unlink unlinkat utime utimensat utimes vfork wait4 waitid write writev
"""

_REFUSED = """
_sysctl acct add_key bpf chroot delete_module fanotify_init fanotify_mark finit_module fsconfig fsmount fsopen fspick
init_module io_uring_enter io_uring_register io_uring_setup ioperm iopl kcmp kexec_file_load kexec_load keyctl
lookup_dcookie mbind memfd_create memfd_secret mknod mknodat mount mount_setattr move_mount msgctl msgget msgrcv msgsnd
name_to_handle_at nfsservctl open_by_handle_at open_tree perf_event_open personality pidfd_getfd pivot_root
process_madvise process_vm_readv process_vm_writev ptrace quotactl quotactl_fd reboot request_key semctl semget semop
semtimedop set_mempolicy setdomainname sethostname setns settimeofday shmat shmctl shmdt shmget swapoff swapon syslog
umount umount2 unshare userfaultfd uselib vhangup vmsplice
"""

_PRCTL_ALLOWED = (1, 2, 3, 4, 15, 16, 23, 38, 39, 0x53564D41)
"""PDEATHSIG, DUMPABLE, NAME (set and get of each), CAPBSET_READ, NO_NEW_PRIVS, and malloc's names for its memory."""

_IOCTL_ALLOWED = (0x5401, 0x540F, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451, 0x5452, 0x802C542A)
"""Is it a terminal and how wide, how much is there to read, blocking or not, close on exec.

None that asks for network interfaces: a socket that the supervisor made answers for the network of the host.
"""

_FCNTL_ALLOWED = (*range(12), 15, 16, 36, 37, 38, *range(1030, 1037))
"""Descriptors, their flags, locks, owners, pipe sizes and seals. No leases: those make others wait who open a file."""

_SOCKET_LEVELS = (0, 6, 17, 41, 270)
"""IP, TCP, UDP, IPv6 and netlink: any option of these."""

_GET_OPTIONS = (*range(2, 14), *range(15, 22), 28, 29, 30, 35, 38, 39, 46, 66, 67)
_SET_OPTIONS = (2, 5, 6, 9, 10, 12, 13, 15, 16, 18, 19, 20, 21, 29, 35, 66, 67)
"""Of a socket itself. Not to be had: a descriptor of the process at the other end, filters, cookies of the network."""

_BUFFER_SIZES = (7, 8)
"""To set one has no effect, without a word: what waits in sockets is memory that no process is seen to have."""

_POSTGRES_ALLOWED = "shmat shmctl shmdt signalfd4"
_SMALL_SEGMENT = 4096
"""PostgreSQL locks its folder with a System V segment of some bytes, and keeps nothing that is large in one."""

_NEW_NAMESPACES = 0x7E020000
_HUGE_PAGES = 0x40000
_NETLINK_ROUTE = 0


def filter_program(service: str = "") -> bytes:
    """The filter as a BPF program for this machine.

    :param service: the server that it is for, where that is one with needs of its own. Learners' code never gets it.
    :raises OSError: libseccomp could not make it.
    """
    import pyseccomp as seccomp  # loads libseccomp, and says so with an exception where there is none

    made = seccomp.SyscallFilter(defaction=seccomp.ERRNO(errno.ENOSYS))
    made.set_attr(seccomp.Attr.ACT_BADARCH, seccomp.ERRNO(errno.EPERM))
    allow, refuse = seccomp.ALLOW, seccomp.ERRNO(errno.EPERM)

    def rule(action: int, name: str, *conditions: object) -> None:
        try:
            number = seccomp.resolve_syscall(seccomp.system_arch(), name)
        except (OSError, ValueError):
            return  # not of this libseccomp or this architecture: ENOSYS
        if number is not None and number >= 0:
            made.add_rule(action, name, *conditions)

    own = set(_POSTGRES_ALLOWED.split()) if service == "postgres" else set()
    for name in {*_ALLOWED.split(), *own}:
        rule(allow, name)
    for name in set(_REFUSED.split()) - own - ({"shmget"} if own else set()):
        rule(refuse, name)
    if own:
        rule(allow, "shmget", seccomp.Arg(1, seccomp.LE, _SMALL_SEGMENT))
        rule(refuse, "shmget", seccomp.Arg(1, seccomp.GT, _SMALL_SEGMENT))
    # A thread or a process, but no namespace. clone3 hides its flags in memory: ENOSYS makes libc use clone.
    rule(allow, "clone", seccomp.Arg(0, seccomp.MASKED_EQ, _NEW_NAMESPACES, 0))
    for family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6):
        rule(allow, "socket", seccomp.Arg(0, seccomp.EQ, int(family)))
    rule(
        allow,
        "socket",
        seccomp.Arg(0, seccomp.EQ, int(socket.AF_NETLINK)),
        seccomp.Arg(2, seccomp.EQ, _NETLINK_ROUTE),
    )

    # The kernel looks at the lower half of these arguments only, and so must the filter.
    def lower(argument: int, value: int) -> object:
        return seccomp.Arg(argument, seccomp.MASKED_EQ, 0xFFFFFFFF, value)

    for request in _IOCTL_ALLOWED:  # TIOCSTI and its like are not among them
        rule(allow, "ioctl", lower(1, request))
    for command in _FCNTL_ALLOWED:
        rule(allow, "fcntl", lower(1, command))
    for name, options in (("getsockopt", _GET_OPTIONS), ("setsockopt", _SET_OPTIONS)):
        for level in _SOCKET_LEVELS:
            rule(allow, name, lower(1, level))
        for option in options:
            rule(allow, name, lower(1, socket.SOL_SOCKET), lower(2, option))
    for option in _BUFFER_SIZES:
        rule(seccomp.ERRNO(0), "setsockopt", lower(1, socket.SOL_SOCKET), lower(2, option))
    # The host's huge pages are for whoever it reserved them for, and are in nobody's count of memory.
    rule(allow, "mmap", seccomp.Arg(3, seccomp.MASKED_EQ, _HUGE_PAGES, 0))
    rule(seccomp.ERRNO(errno.ENOMEM), "mmap", seccomp.Arg(3, seccomp.MASKED_EQ, _HUGE_PAGES, _HUGE_PAGES))
    # It would write out what the whole machine has in memory, as often as one likes.
    rule(seccomp.ERRNO(0), "sync")
    for option in _PRCTL_ALLOWED:
        rule(allow, "prctl", seccomp.Arg(0, seccomp.EQ, option))
    rule(allow, "prlimit64", seccomp.Arg(0, seccomp.EQ, 0))
    rule(refuse, "prlimit64", seccomp.Arg(0, seccomp.NE, 0))
    with tempfile.TemporaryFile() as file:
        made.export_bpf(file)
        file.flush()
        os.lseek(file.fileno(), 0, os.SEEK_SET)
        return file.read()


def numbers(*names: str) -> dict[str, int]:
    """System calls by number, for this machine; one that no kernel has for those that libseccomp does not know."""
    import pyseccomp as seccomp

    found = {}
    for name in names:
        try:
            number = seccomp.resolve_syscall(seccomp.system_arch(), name)
        except (OSError, ValueError):
            number = -1
        found[name] = number if number >= 0 else 0xFFFF
    return found
