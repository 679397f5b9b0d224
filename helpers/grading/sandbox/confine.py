"""Runs INSIDE the sandbox: locks a process in. Name spaces, limits, no rights.

Linux alone has what it takes. A judge outside uses `limit_memory`.
"""

import contextlib
import ctypes
import os
from pathlib import Path

with contextlib.suppress(ImportError):  # Windows has none, and calls nothing here
    import resource

NOBODY = 61_000  # the first of the users that jobs run as, where we are root
_THREADS = 128  # of a user, at most: TensorFlow starts them by the dozen
_SCRATCH = 64  # megabytes of files

# By the names of the kernel's headers. Python has the first group from 3.12 on.
CLONE_NEWNS = 0x0002_0000  # linux/sched.h; mounts
CLONE_NEWUTS = 0x0400_0000  # host name
CLONE_NEWIPC = 0x0800_0000  # shared memory
CLONE_NEWPID = 0x2000_0000  # processes
CLONE_NEWNET = 0x4000_0000  # network
MS_NOSUID = 0x2  # linux/mount.h
MS_NODEV = 0x4
MS_REC = 0x4000
MS_PRIVATE = 0x4_0000
PR_SET_DUMPABLE = 4  # linux/prctl.h
PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
CAP_LAST_CAP = 40  # linux/capability.h
LINUX_CAPABILITY_VERSION_3 = 0x2008_0522


def _libc(name: str, *arguments: object) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def unshare_namespaces() -> None:
    """Give this process's children name spaces of their own.

    For processes, network, shared memory and host name.

    Raises:
        OSError: the kernel refuses.
    """
    _libc("unshare", CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS)


def mount_own_folders(scratch: Path) -> None:
    """Give this process mounts of its own: empty folders to write to, and /proc.

    Raises:
        OSError: the kernel refuses.
    """
    _libc("unshare", CLONE_NEWNS)
    _libc("mount", None, b"/", None, MS_PRIVATE | MS_REC, None)
    small = f"size={_SCRATCH}m,nr_inodes=10k,mode=777".encode()
    for folder in (scratch, Path("/dev/shm")):
        path = str(folder).encode()
        _libc("mount", b"tmpfs", path, b"tmpfs", MS_NOSUID | MS_NODEV, small)
    _libc("mount", b"proc", b"/proc", b"proc", MS_NOSUID | MS_NODEV, None)


def limit_memory(memory: int) -> None:
    """Limit this process, and each child, to so many bytes beyond what it has now."""
    _limit({resource.RLIMIT_DATA: data_size() + memory})


def limit_resources(memory: int, cpu_seconds: float) -> None:
    """Limit what this process and its children can use.

    Args:
        memory: bytes, beyond what the process has now. Nine tenths are granted: the
            process is to run into this wall before it is killed for the whole.
        cpu_seconds: of processor time on each core.
    """
    cores = os.cpu_count() or 1
    limit_memory(memory * 9 // 10)
    _limit(
        {
            resource.RLIMIT_FSIZE: _SCRATCH * 1_000_000,
            resource.RLIMIT_NOFILE: 512,
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_CPU: int(cpu_seconds * cores) + 2,
            resource.RLIMIT_NPROC: _THREADS,
        }
    )


def _limit(limits: dict[int, int]) -> None:
    for which, most in limits.items():
        hard = resource.getrlimit(which)[1]
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (allowed, allowed))


def drop_rights(slot: int) -> None:
    """Give up every right, for good.

    Args:
        slot: number of the job; jobs of different numbers are different users.

    Raises:
        OSError: the kernel refuses.
    """
    for capability in range(CAP_LAST_CAP + 1):
        _libc("prctl", PR_CAPBSET_DROP, capability, 0, 0, 0)
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY + slot)
        os.setuid(NOBODY + slot)
    else:
        head = (ctypes.c_uint32 * 2)(LINUX_CAPABILITY_VERSION_3, 0)  # this process
        _libc("capset", head, (ctypes.c_uint32 * 6)())
    _libc("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _libc("prctl", PR_SET_DUMPABLE, 1, 0, 0, 0)  # or it could not read its own /proc


def data_size() -> int:
    """Return the bytes that this process counts against RLIMIT_DATA."""
    lines = Path("/proc/self/status").read_text().splitlines()
    [data] = (line for line in lines if line.startswith("VmData:"))
    return int(data.split()[1]) * 1024


def measure_tree(root: int, shared: int) -> tuple[int, int]:
    """Measure a process and its descendants.

    Args:
        root: number of the process.
        shared: bytes that each of them may still share with its parent.

    Returns:
        How many they are, and their resident bytes.
    """
    parents: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rpartition(")")[2].split()
            pages = int((folder / "statm").read_text().split()[1])
        except (OSError, IndexError, ValueError):
            continue  # it has just ended
        parents[int(folder.name)] = int(stat[1])
        sizes[int(folder.name)] = pages * resource.getpagesize()
    own = []  # of the processes of the tree
    for number, size in sizes.items():
        above = number
        while above in parents and above != root:
            above = parents[above]
        if above == root:
            own.append(max(0, size - shared))
    return len(own), sum(own)


if __name__ == "__main__":  # a trial: is a process allowed to lock itself in?
    unshare_namespaces()
