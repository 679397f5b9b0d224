"""A digest of the course's code: has anything changed that a result depends on?"""

import hashlib
from collections.abc import Collection
from pathlib import Path


def code_digest(folder: Path, apart: Collection[str] = ()) -> str:
    """Return the SHA-256 digest of the names and contents of a folder's files.

    Args:
        folder: a package's folder.
        apart: names of folders inside it that do not count.

    Returns:
        64 hexadecimal digits. What Python compiles into `__pycache__` does not count.
    """
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and not {"__pycache__", *apart} & set(name.parts):
            content = path.read_bytes()
            digest.update(f"\0{name.as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()
