"""Where `guildhall match` writes: refused before any work, and never half."""

import os
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path


class Refused(Exception):
    """The input or the output cannot be used; the messages say why."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(problems))


def unmatched_path(output: Path) -> Path:
    """Where those without a pair go: beside the pairs."""
    return output.with_name(f"{output.stem}-unmatched{output.suffix}")


def check_outputs(inputs: Iterable[Path], *, output: Path | None, report: Path | None) -> None:
    """Refuse what could not be written, or would overwrite an input, before any work."""
    read = {path.resolve() for path in inputs}
    wanted = [(output, ".csv", "-o"), (report, ".html", "--report")]
    problems = []
    for path, suffix, option in wanted:
        if path is None:
            continue
        targets = [path, unmatched_path(path)] if option == "-o" else [path]
        if path.suffix.lower() != suffix:
            problems.append(f"{option} {path}: the name must end in {suffix}")
        if not path.parent.is_dir():
            problems.append(f"{option} {path}: the folder {path.parent} does not exist")
        problems += [f"{option} {at}: this is a folder" for at in targets if at.is_dir()]
        problems += [
            f"{option} {at}: this would overwrite an input; choose another name"
            for at in targets
            if at.resolve() in read
        ]
    if problems:
        raise Refused(problems)


def write_all(files: dict[Path, bytes]) -> None:
    """Write every file beside its place first, and move them only when all are complete."""
    staged: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            staged[path] = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            staged[path].chmod(0o666 & ~_umask())
        for path in list(staged):
            staged[path].replace(path)
            del staged[path]
    except OSError as error:
        raise Refused([f"{error.filename or 'the output'}: {error.strerror or error}"]) from None
    finally:
        for left in staged.values():
            left.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
