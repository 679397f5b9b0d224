"""Tables as text: CSV that spreadsheets open as it is meant."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

# What makes a spreadsheet take a cell for a formula, wide forms included.
FORMULA = re.compile(r"\A(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")
_DELIMITERS = ",;\t"  # spreadsheets write one or the other, depending on the country


def as_csv(rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV that no spreadsheet takes for formulas, or for another code.

    Args:
        rows: cells; the first row is the head.
    """
    text = io.StringIO()
    text.write("\ufeff")  # spreadsheets take the file for UTF-8
    harmless = [[FORMULA.sub(r"'\g<0>", str(c), count=1) for c in row] for row in rows]
    csv.writer(text).writerows(harmless)
    return text.getvalue()


def from_csv(data: bytes, columns: Sequence[str]) -> list[dict[str, str]]:
    """Return the rows of a table, whichever spreadsheet has saved it.

    Args:
        data: the bytes of the file.
        columns: those that it must have; others are left out.

    Raises:
        ValueError: it is no such table; the message says what is wrong with it.
    """
    try:
        utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        text = data.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("it is no text in UTF-8: save it as “CSV UTF-8”") from None
    head = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        raise ValueError(f"it has no column {missing[0]}")
    return [{name: row[name] or "" for name in columns} for row in reader]
