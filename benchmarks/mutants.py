"""Break `helpers` in one place after the other, and see which tests notice.

Usage: python benchmarks/mutants.py [NUMBER…]

Each mutant below changes one piece of code and names the tests that should fail then.
A mutant survives when they pass all the same: what it broke is tested by nobody. The
file is changed in place, because the tests start processes of their own, and is put
back at once, also after Ctrl-C. Exits 1 if more than one survives.
"""

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent


class Mutant(NamedTuple):
    """A change that breaks something."""

    what: str  # what is broken, in words
    file: str  # below helpers/
    old: str  # a piece of code that occurs once
    new: str
    tests: str  # below tests/


# Those of a review: each of them survived the tests of the first edition.
NAMED = (
    Mutant(
        "no reference line",
        "plotting/charts.py",
        'axes.axhline(reference[0], color=GREY, linestyle="--", linewidth=1.2)',
        "pass",
        "plotting/test_charts.py",
    ),
    Mutant(
        "every curve is zeros",
        "plotting/charts.py",
        'axes.plot(xs, values, marker="o", markersize=4)',
        'axes.plot(xs, [0] * len(values), marker="o", markersize=4)',
        "plotting/test_charts.py",
    ),
    Mutant(
        "no diverging colours",
        "plotting/charts.py",
        'cmap="RdBu_r" if signed else "Blues"',
        'cmap="Blues"',
        "plotting/test_charts.py",
    ),
    Mutant(
        "no frames",
        "plotting/charts.py",
        "        middle.add_patch(frame)\n",
        "",
        "plotting/test_charts.py",
    ),
    Mutant(
        "names on the wrong points of a map",
        "plotting/maps.py",
        "for point, label in zip(points, labels, strict=True)",
        "for point, label in zip(points, labels[::-1], strict=True)",
        "plotting/test_maps.py",
    ),
    Mutant(
        "a confusion matrix with its axes exchanged",
        "plotting/charts.py",
        "confusion_matrix(true, predicted,",
        "confusion_matrix(predicted, true,",
        "plotting/test_charts.py",
    ),
    Mutant(
        "a map of pictures without pictures",
        "plotting/pictures.py",
        "axes.add_artist(AnnotationBbox(image, point, pad=0.05, bboxprops=frame))",
        "AnnotationBbox(image, point, pad=0.05, bboxprops=frame)",
        "plotting/test_drawn_pictures.py",
    ),
    Mutant(
        "dumbbells without marks",
        "plotting/charts.py",
        "axes.plot(table[column], heights, marker)[0]",
        'axes.plot(table[column], heights, "")[0]',
        "plotting/test_charts.py",
    ),
    Mutant(
        "names of rows reversed",
        "plotting/charts.py",
        "axes.set_yticks(range(len(rows)), rows, ",
        "axes.set_yticks(range(len(rows)), list(rows)[::-1], ",
        "plotting/test_charts.py",
    ),
    Mutant(
        "no logarithmic axes",
        "plotting/charts.py",
        'axes.set(xscale="log", yscale="log")',
        "pass",
        "plotting/test_charts.py",
    ),
    Mutant(
        "an analogy without scaling",
        "vectors.py",
        "unit(np.asarray(vectors)[[rows[0] for rows in own]])",
        "np.asarray(vectors)[[rows[0] for rows in own]]",
        "test_vectors.py",
    ),
    Mutant(
        "an analogy answered by its own words",
        "vectors.py",
        "for i, c in pairs if i not in apart][:count]",
        "for i, c in pairs][:count]",
        "test_vectors.py",
    ),
    Mutant(
        "the explorer's map upside down",
        "explorer/__init__.py",
        "    unit[:, 1] = 1 - unit[:, 1]\n",
        "",
        "plotting/test_explorer.py",
    ),
    Mutant(
        "a rebuilt model with its regularisers",
        "checks/models.py",
        '_TRAINING = ("regularizer", ',
        "_TRAINING = (",
        "checks/test_models.py",
    ),
    Mutant(
        "a lack of memory taken for a damaged file",
        "data/_shelf/files.py",
        "    except (DataError, MemoryError):\n        raise\n",
        "    except DataError:\n        raise\n",
        "data/test_shelf_files.py",
    ),
    Mutant(
        "a progress bar at once",
        "data/_shelf/download.py",
        "delay=1,",
        "delay=0,",
        "data/test_shelf_download.py",
    ),
)

# Others of the same kinds, all over the package.
OTHERS = (
    Mutant(
        "an error without words has no name either",
        "errors.py",
        "lines[0] if lines else type(error).__name__",
        'lines[0] if lines else ""',
        "checks data/test_shelf_files.py",
    ),
    Mutant(
        "a fact told outside a notebook",
        "facts.py",
        'if shell is not None and getattr(shell, "kernel", None) is not None:',
        "if shell is not None:",
        "test_facts.py",
    ),
    Mutant(
        "names of files do not count for the digest",
        "digest.py",
        'digest.update(f"\\0{name.as_posix()}\\0{len(content)}\\0".encode())',
        "digest.update(str(len(content)).encode())",
        "test_digest.py",
    ),
    Mutant(
        "nearest is farthest",
        "vectors.py",
        "return rows, 1 - distances",
        "return rows[:, ::-1], 1 - distances[:, ::-1]",
        "test_vectors.py",
    ),
    Mutant(
        "a rotation the wrong way round",
        "vectors.py",
        "return orthogonal_procrustes(floats(source), floats(target))[0]",
        "return orthogonal_procrustes(floats(source), floats(target))[0].T",
        "test_vectors.py",
    ),
    Mutant(
        "rows of neighbours as columns",
        "vectors.py",
        'from_dict(table, orient="index", columns=columns)',
        'from_dict(table, orient="index", columns=columns).T',
        "test_vectors.py",
    ),
    Mutant(
        "a validation curve that is the training's",
        "plotting/charts.py",
        'series["validation"] = values[f"val_{metric}"]',
        'series["validation"] = values[metric]',
        "plotting/test_charts.py",
    ),
    Mutant(
        "photos told as drawings",
        "plotting/pictures.py",
        '    text = sentences(\n        f"Map of',
        '    photos = False\n    text = sentences(\n        f"Map of',
        "plotting/test_drawn_pictures.py",
    ),
    Mutant(
        "captions one picture late",
        "plotting/pictures.py",
        "zip(grid.flat, captions, strict=False)",
        "zip(grid.flat[1:], captions, strict=False)",
        "plotting/test_drawn_pictures.py",
    ),
    Mutant(
        "pictures of phones lie on their side",
        "pictures.py",
        "image if turn is None else image.transpose(turn)",
        "image",
        "test_pictures.py",
    ),
    Mutant(
        "altered files are read",
        "data/_shelf/files.py",
        "if digests and sha256(path) not in digests:",
        "if False:",
        "data/test_shelf_store.py",
    ),
    Mutant(
        "a damaged cache is an error, not a new download",
        "data/_shelf/store.py",
        "        except DataError:\n            pass  #",
        "        except KeyError:\n            pass  #",
        "data/test_shelf_store.py",
    ),
    Mutant(
        "the start of a document in place of its end",
        "data/_shelf/texts.py",
        "places = ends[1:, None] - np.arange(length, 0, -1)",
        "places = ends[:-1, None] + np.arange(length)",
        "data/test_shelf_texts.py",
    ),
    Mutant(
        "another opcode is let through",
        "data/_shelf/list_arrays.py",
        'rb"[Rb]",  # calls and states',
        'rb"[Rbio]",  # calls and states',
        "data/test_shelf_list_arrays.py",
    ),
    Mutant(
        "a tolerance ten times as wide",
        "checks/compare.py",
        "tolerance: float = 1e-5,",
        "tolerance: float = 1e-4,",
        "checks/test_compare.py",
    ),
    Mutant(
        "held out is what was trained on",
        "checks/heldout.py",
        "return np.sort(order[held_out:]), np.sort(order[:held_out])",
        "return np.sort(order[held_out:]), np.sort(order[held_out:])",
        "checks/test_heldout.py grading/sandbox/test_blind.py",
    ),
    Mutant(
        "a function that returns a number counts as blank",
        "checks/answers.py",
        "<= _NOTHING and constants == [None]",
        "<= _NOTHING",
        "checks/test_answers.py",
    ),
    Mutant(
        "a message is not measured before it is read",
        "checks/codec.py",
        "if end > _HEAD + LONGEST or len(message) > end + LARGEST:",
        "if False:",
        "checks/test_codec.py",
    ),
    Mutant(
        "a table for spreadsheets with live formulas",
        "grading/results/folder.py",
        'FORMULA.sub(r"\'\\g<0>", str(c), 1)',
        "str(c)",
        "grading/results/test_pages.py grading/results/test_folder.py",
    ),
    Mutant(
        "the outermost of two names decides",
        "grading/submissions.py",
        "for part in reversed(parts):",
        "for part in parts:",
        "grading/test_submissions.py",
    ),
    Mutant(
        "an answer is lost when a blank copy follows",
        "grading/processes/cells.py",
        "if is_blank(shell.user_ns.get(name)) and not is_blank(value):",
        "if False:",
        "grading/processes/test_cells.py",
    ),
    Mutant(
        "a judge's last report looks like any other",
        "grading/processes/judge.py",
        "return Report(answers=plain, errors=errors, gone=gone, last=last)",
        "return Report(answers=plain, errors=errors, gone=gone, last=False)",
        "grading/processes",
    ),
)
MUTANTS = NAMED + OTHERS


def is_killed(mutant: Mutant) -> bool:
    """Break the code, run the tests, mend the code; say whether a test failed.

    Raises:
        SystemExit: the piece of code does not occur exactly once, or no test ran.
    """
    path = ROOT / "helpers" / mutant.file
    whole = path.read_bytes()
    text = whole.decode("utf-8")
    if text.count(mutant.old) != 1:
        sys.exit(f"{mutant.what}: {mutant.old!r} is not once in {mutant.file}")
    tests = [str(ROOT / "tests" / each) for each in mutant.tests.split()]
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    try:
        path.write_text(text.replace(mutant.old, mutant.new), "utf-8", newline="")
        code = subprocess.run(
            [*command, *tests], cwd=ROOT, capture_output=True, check=False
        ).returncode
    finally:
        path.write_bytes(whole)
    if code not in (0, 1):
        sys.exit(f"{mutant.what}: pytest ended with {code}")
    return code == 1


def main(numbers: list[int]) -> int:
    """Try the mutants of these numbers, or all; return 1 if more than one survives."""
    survivors = 0
    for number, mutant in enumerate(MUTANTS, start=1):
        if numbers and number not in numbers:
            continue
        killed = is_killed(mutant)
        survivors += not killed
        outcome = "killed" if killed else "SURVIVED"
        print(f"{number:>3}  {outcome:<8}  {mutant.file:<34}{mutant.what}", flush=True)
    print(f"{survivors} survived.")
    return int(survivors > 1)


if __name__ == "__main__":
    sys.exit(main([int(number) for number in sys.argv[1:]]))
