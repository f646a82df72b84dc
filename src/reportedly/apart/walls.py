"""What a process may no longer do, put up from within and for good.

Three layers, as far as the system has them; none stands on another:

``memory``, ``processor``
    limits of the kernel (POSIX): address space, seconds of processor time for each call, no core file.
``system calls``
    a filter of the kernel (Linux on x86-64 and ARM64, ``seccomp``): no sockets, no other processes, no file
    that is written, made, renamed or removed. What is refused fails with EPERM, so that libraries that look
    for a file go on without it.
``audit``
    a hook of Python (everywhere): the same, and files are opened for reading only where the program and its
    libraries lie, so that nothing of a user's can be read into a report. A library in C is not held by it.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
import sysconfig
import time
from contextlib import suppress
from typing import Any

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 38, 22, 2
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_EPERM, _ENOSYS = 1, 38

# Classic BPF, as linux/filter.h has it: load a word, jump where equal, where any bit is set; return.
_LOAD, _EQUAL, _ANY, _RETURN = 0x20, 0x15, 0x45, 0x06
_AT_NUMBER, _AT_ARCH, _AT_ARGUMENT = 0, 4, 16

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CLONE_THREAD = 0x00010000

# Numbers of system calls, from the kernel's own tables (arch/x86/entry/syscalls/syscall_64.tbl and
# include/uapi/asm-generic/unistd.h).
_SYSTEMS: dict[str, tuple[int, dict[str, int]]] = {
    "x86_64": (
        0xC000003E,
        {
            "socket": 41, "connect": 42, "accept": 43, "sendto": 44, "sendmsg": 46, "bind": 49, "listen": 50,
            "socketpair": 53, "accept4": 288, "sendmmsg": 307, "fork": 57, "vfork": 58, "execve": 59,
            "execveat": 322, "kill": 62, "tkill": 200, "tgkill": 234, "pidfd_open": 434,
            "pidfd_send_signal": 424, "pidfd_getfd": 438, "ptrace": 101, "process_vm_readv": 310,
            "process_vm_writev": 311, "truncate": 76, "ftruncate": 77, "rename": 82, "mkdir": 83, "rmdir": 84,
            "creat": 85, "link": 86, "unlink": 87, "symlink": 88, "chmod": 90, "fchmod": 91, "chown": 92,
            "fchown": 93, "lchown": 94, "mknod": 133, "utime": 132, "utimes": 235, "mkdirat": 258,
            "mknodat": 259, "fchownat": 260, "futimesat": 261, "unlinkat": 263, "renameat": 264,
            "linkat": 265, "symlinkat": 266, "fchmodat": 268, "utimensat": 280, "renameat2": 316,
            "setxattr": 188, "lsetxattr": 189, "fsetxattr": 190, "removexattr": 197,
            "mount": 165, "umount2": 166,
            "pivot_root": 155, "chroot": 161, "unshare": 272, "setns": 308, "bpf": 321, "keyctl": 250,
            "add_key": 248, "request_key": 249, "io_uring_setup": 425, "memfd_create": 319,
            "userfaultfd": 323, "perf_event_open": 298, "shmget": 29, "msgget": 68, "mq_open": 240,
            "name_to_handle_at": 303, "open_by_handle_at": 304, "fchmodat2": 452,
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "socket": 198, "socketpair": 199, "bind": 200, "listen": 201, "accept": 202, "connect": 203,
            "sendto": 206, "sendmsg": 211, "accept4": 242, "sendmmsg": 269, "execve": 221, "execveat": 281,
            "kill": 129, "tkill": 130, "tgkill": 131, "pidfd_open": 434, "pidfd_send_signal": 424,
            "pidfd_getfd": 438, "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271,
            "truncate": 45, "ftruncate": 46, "mknodat": 33, "mkdirat": 34, "unlinkat": 35, "symlinkat": 36,
            "linkat": 37, "renameat": 38, "renameat2": 276, "fchmod": 52, "fchmodat": 53, "fchownat": 54,
            "fchown": 55, "utimensat": 88, "setxattr": 5, "lsetxattr": 6, "fsetxattr": 7, "removexattr": 14,
            "mount": 40, "umount2": 39, "pivot_root": 41, "chroot": 51, "unshare": 97, "setns": 268,
            "bpf": 280, "keyctl": 219, "add_key": 217, "request_key": 218, "io_uring_setup": 425,
            "memfd_create": 279, "userfaultfd": 282, "perf_event_open": 241, "shmget": 194, "msgget": 186,
            "mq_open": 180, "name_to_handle_at": 264, "open_by_handle_at": 265, "fchmodat2": 452,
        },
    ),
}  # fmt: skip
_OPENS = {"x86_64": {"open": (2, 1), "openat": (257, 2)}, "aarch64": {"openat": (56, 2)}}
"""Calls that open a file: their number, and which argument says what for."""
_CLONE = {"x86_64": 56, "aarch64": 220}
_LIMITS = {"x86_64": 302, "aarch64": 261}
"""``prlimit64``, whose first argument is the process; 0 is this one."""
_NEWER = {"clone3": 435, "openat2": 437}
"""Calls whose arguments a filter cannot see; libraries go on with the older ones where these are missing."""
_X32 = 0x40000000
"""Set in the number of a call by the other interface of x86-64, whose numbers are not in this table."""

_BANNED = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile",
    "os.kill", "os.putenv", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink",
    "os.truncate", "os.chmod", "os.chown", "os.utime", "os.setxattr", "os.removexattr", "os.mknod",
    "shutil.", "tempfile.", "urllib.", "http.", "ftplib.", "smtplib.", "sqlite3.", "webbrowser.", "winreg.",
    "ctypes.", "mmap.", "pty.", "signal.pthread_kill",
)  # fmt: skip


def put_up(memory_bytes: int) -> tuple[str, ...]:
    """Put up what this system has, and say what that is."""
    up = []
    # The filter before the hook, which refuses what the filter is put up with.
    if _bound_memory(memory_bytes):
        up += ["memory", "processor"]
    if _filter_calls():
        up.append("system calls")
    _watch_python()
    return (*up, "audit")


def bound_processor(seconds: int) -> None:
    """Bound what the next call may take of a processor; the kernel ends the process that takes more."""
    if sys.platform == "win32":
        return
    import resource

    so_far = time.process_time()
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(so_far) + seconds + 1, hard))


def _bound_memory(most: int) -> bool:
    if sys.platform == "win32":
        return False
    import resource

    for which, bound in (
        (resource.RLIMIT_AS, most),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(which, (bound, bound))
    # macOS takes the bound and does not keep it.
    return resource.getrlimit(resource.RLIMIT_AS)[0] == most and sys.platform == "linux"


def _filter_calls() -> bool:
    """Put the kernel's filter up; False where it has none, or none for this processor."""
    machine = platform.machine().lower().replace("amd64", "x86_64").replace("arm64", "aarch64")
    if sys.platform != "linux" or machine not in _SYSTEMS or struct.calcsize("P") != 8:
        return False
    program = _program(machine)
    code = b"".join(struct.pack("<HBBI", *each) for each in program)
    held = ctypes.create_string_buffer(code, len(code))
    library = ctypes.CDLL(None, use_errno=True)
    header = ctypes.create_string_buffer(struct.pack("@HxxxxxxP", len(program), ctypes.addressof(held)))
    zero = ctypes.c_ulong(0)
    if library.prctl(_PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), zero, zero, zero) != 0:
        return False
    mode = ctypes.c_ulong(_SECCOMP_MODE_FILTER)
    done = library.prctl(_PR_SET_SECCOMP, mode, ctypes.c_ulong(ctypes.addressof(header)), zero, zero)
    return bool(done == 0)


def _program(machine: str) -> list[tuple[int, int, int, int]]:
    """The filter, as (code, jump if true, jump if false, value)."""
    arch, banned = _SYSTEMS[machine]
    refuse = (_RETURN, 0, 0, _ERRNO | _EPERM)
    steps = [
        (_LOAD, 0, 0, _AT_ARCH),
        (_EQUAL, 1, 0, arch),
        refuse,
        (_LOAD, 0, 0, _AT_NUMBER),
    ]
    if machine == "x86_64":
        steps += [(_ANY, 0, 1, _X32), refuse]
    for number in _NEWER.values():
        steps += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERRNO | _ENOSYS)]
    for number in sorted(banned.values()):
        steps += [(_EQUAL, 0, 1, number), refuse]
    for number, at in _OPENS[machine].values():
        # Skip five where it is another call; then what it is opened for decides.
        steps += [
            (_EQUAL, 0, 4, number),
            (_LOAD, 0, 0, _AT_ARGUMENT + 8 * at),
            (_ANY, 0, 1, _WRITES),
            refuse,
            (_RETURN, 0, 0, _ALLOW),
        ]
    # Limits are its own to lower, and nobody else's to change.
    steps += [
        (_EQUAL, 0, 4, _LIMITS[machine]),
        (_LOAD, 0, 0, _AT_ARGUMENT),
        (_EQUAL, 1, 0, 0),
        refuse,
        (_RETURN, 0, 0, _ALLOW),
    ]
    steps += [
        (_EQUAL, 0, 4, _CLONE[machine]),
        (_LOAD, 0, 0, _AT_ARGUMENT),
        (_ANY, 1, 0, _CLONE_THREAD),
        refuse,
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return steps


def _watch_python() -> None:
    """Refuse what Python's own functions tell of, for as long as the process lives."""
    readable = _readable()

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            if isinstance(path, int):
                return
            asked = isinstance(flags, int) and flags & _WRITES
            writes = asked or (isinstance(mode, str) and set(mode) & set("wax+"))
            if writes or not os.path.realpath(os.fsdecode(path)).startswith(readable):
                raise PermissionError(_EPERM, "a process that reads outside bytes opens no files")
        elif event.startswith(_BANNED):
            raise PermissionError(_EPERM, f"a process that reads outside bytes does without {event}")

    sys.addaudithook(hook)


def _readable() -> tuple[str, ...]:
    """Where files may be read: the program's, the libraries', and the tables of time zones."""
    own = [each for each in sys.path if each]
    fixed = [*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix, "/usr/share/zoneinfo", os.devnull]
    return tuple(sorted({os.path.realpath(each) for each in (*own, *fixed)}))
