"""What a dataset is: the record of its facts, and the class of the loaded data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Generic, TypeVar
from urllib.parse import urlsplit


@dataclass(frozen=True, kw_only=True, repr=False, eq=False)
class Data:
    """What every loaded dataset says of itself.

    Attributes:
        source: "full" or "sample".
        citation: one sentence: who made it, when, where it is.
        licence: licence or terms of use.
    """

    source: str
    citation: str
    licence: str

    @property
    def contents(self) -> str:
        """What it holds and how much of it, such as "129,971 reviews"."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.contents}, source={self.source!r})"


D = TypeVar("D", bound=Data)


@dataclass(frozen=True)
class Source:
    """One upstream file.

    Attributes:
        url: where it is.
        file: name to save it under.
        known_hash: "sha256:…" or "md5:…" in hexadecimal, where the bytes are known.
        first_bytes: how much of it to ask for; all of it if None.
    """

    url: str
    file: str
    known_hash: str | None = None
    first_bytes: int | None = None

    @property
    def host(self) -> str:
        """The host, without port."""
        return urlsplit(self.url).hostname or self.url


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """The facts of one dataset.

    Attributes:
        name: one word, for the command line and messages.
        what: a few words on the content, without the numbers of `counts`.
        megabytes: size of the full data.
        licence: licence or terms of use.
        citation: one sentence: who made it, when, where it is.
        counts: exact row counts of the full data. None of these datasets changes,
            so another count means a truncated or different file.
        files: names of the prepared files; empty where a package brings the data.
    """

    name: str
    what: str
    megabytes: float
    licence: str
    citation: str
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    files: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        """The package or the host that the full data comes from."""
        raise NotImplementedError

    @property
    def provenance(self) -> dict[str, str]:
        """The fields of `Data` for the full data."""
        return {"source": "full", "citation": self.citation, "licence": self.licence}


@dataclass(frozen=True, kw_only=True)
class Packaged(Dataset):
    """A dataset that an installed package brings.

    Attributes:
        package: its name on PyPI.
    """

    package: str

    @property
    def origin(self) -> str:
        """The package."""
        return self.package


@dataclass(frozen=True, kw_only=True)
class Downloaded(Dataset, Generic[D]):
    """A dataset that is downloaded, or replaced by a sample.

    Attributes:
        sources: the upstream files.
        convert: reads the downloaded files of the first folder and writes the prepared
            files into the second. It raises whatever happens on files of another kind.
        read: reads and checks the prepared files of a folder. It raises
            DamagedFileError.
        sample: makes the built-in sample.
    """

    sources: tuple[Source, ...]
    convert: Callable[[Path, Path], None]
    read: Callable[[Path], D]
    sample: Callable[[], D]

    @property
    def origin(self) -> str:
        """The host of the first file."""
        return self.sources[0].host
