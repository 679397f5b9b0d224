"""Lock a process in: namespaces, limits, no rights. Linux alone has what it takes."""

import ctypes
import os
import resource
import sys
from pathlib import Path

NOBODY = 61_000  # the first of the users that jobs run as, where we are root
_THREADS = 128  # of a user, at most: TensorFlow starts them by the dozen
_SCRATCH = 64  # megabytes of files

# From Linux's headers.
_NEW_MOUNTS = 0x0002_0000
_NEW_REST = 0x0400_0000 | 0x0800_0000 | 0x2000_0000 | 0x4000_0000
_NOSUID_NODEV = 2 | 4
_PRIVATE = 0x0004_0000 | 0x4000
_SET_DUMPABLE, _BOUNDING_DROP, _NO_NEW_PRIVILEGES = 4, 24, 38
_LAST_CAPABILITY = 40


def _libc(name: str, *arguments) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def part() -> None:
    """Give this process's children name spaces of their own.

    For processes, network, shared memory and host name.

    Raises:
        OSError: the kernel refuses.
    """
    _libc("unshare", _NEW_REST)


def settle(scratch: Path) -> None:
    """Give this process mounts of its own: empty folders to write to, and /proc.

    Raises:
        OSError: the kernel refuses.
    """
    _libc("unshare", _NEW_MOUNTS)
    _libc("mount", None, b"/", None, _PRIVATE, None)
    small = f"size={_SCRATCH}m,nr_inodes=10k,mode=777".encode()
    for folder in (scratch, Path("/dev/shm")):
        path = str(folder).encode()
        _libc("mount", b"tmpfs", path, b"tmpfs", _NOSUID_NODEV, small)
    _libc("mount", b"proc", b"/proc", b"proc", _NOSUID_NODEV, None)


def limit_memory(memory: int) -> None:
    """Limit this process, and each child, to so many bytes beyond what it has now."""
    _limit({resource.RLIMIT_DATA: data_size() + memory})


def limit(memory: int, seconds: float) -> None:
    """Limit what this process and its children can use.

    Args:
        memory: bytes, beyond what the process has now. Nine tenths are granted: the
            process is to run into this wall before it is killed for the whole.
        seconds: of processor time on each core.
    """
    cores = os.cpu_count() or 1
    limit_memory(memory * 9 // 10)
    _limit(
        {
            resource.RLIMIT_FSIZE: _SCRATCH * 1_000_000,
            resource.RLIMIT_NOFILE: 512,
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_CPU: int(seconds * cores) + 2,
            resource.RLIMIT_NPROC: _THREADS,
        }
    )


def _limit(limits: dict[int, int]) -> None:
    for which, most in limits.items():
        hard = resource.getrlimit(which)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (allowed, allowed))


def renounce(slot: int) -> None:
    """Give up every right, for good.

    Args:
        slot: number of the job; jobs of different numbers are different users.

    Raises:
        OSError: the kernel refuses.
    """
    for capability in range(_LAST_CAPABILITY + 1):
        _libc("prctl", _BOUNDING_DROP, capability, 0, 0, 0)
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY + slot)
        os.setuid(NOBODY + slot)
    else:
        head = (ctypes.c_uint32 * 2)(0x2008_0522, 0)  # version 3, this process
        _libc("capset", head, (ctypes.c_uint32 * 6)())
    _libc("prctl", _NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _libc("prctl", _SET_DUMPABLE, 1, 0, 0, 0)  # or it could not read its own /proc


def data_size() -> int:
    """Return the bytes that this process counts against RLIMIT_DATA."""
    if sys.platform != "linux":
        return 0
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0


def tree(root: int, shared: int) -> tuple[int, int]:
    """Measure a process and its descendants.

    Args:
        root: number of the process.
        shared: bytes that each of them may still share with its parent.

    Returns:
        How many they are, and their resident bytes.
    """
    parents, sizes = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            pages = int((folder / "statm").read_text().split()[1])
        except (OSError, IndexError, ValueError):
            continue  # it has just ended
        parents[int(folder.name)] = int(stat[1])
        sizes[int(folder.name)] = pages * resource.getpagesize()
    found = []
    for number, size in sizes.items():
        above = number
        while above in parents and above != root:
            above = parents[above]
        if above == root:
            found.append(max(0, size - shared))
    return len(found), sum(found)
