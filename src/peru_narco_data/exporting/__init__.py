"""Writes the tables in other formats, one small writer each (``as_<format>.py``), whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from peru_narco_data.messages import LANGUAGES, refuse

# Format -> the one file it consists of, or nothing where it is a folder of files.
FORMATS = {
    "csv": "",
    "parquet": "",
    "sqlite": "peru-narco-data.sqlite",
    "duckdb": "",
    "excel": "peru-narco-data.xlsx",
    "jsonl": "",
    "croissant": "",
    "ftm": "peru-narco-data.ftm.json",
    "jsonld": "peru-narco-data.jsonld",
}
SUMS = "SHA256SUMS"
_WORKSHOP = ".peru-narco-data-export-"


def export(
    path: "str | os.PathLike[str]", format: str = "csv", overwrite: bool = False, bom: bool = False, lang: str = "en"
) -> str:
    """Write the whole dataset in another format. What is written stands there complete, or not at all.

    Parameters
    ----------
    path : str or path
        Folder to make, with its ``README.md`` and ``SHA256SUMS``. The formats of one file may also be named as
        that file: a path that ends in ``.sqlite``, ``.xlsx``, ``.ftm.json`` or ``.jsonld``.
    format : str
        ``"csv"`` (tables, and readable wide versions with names, replies and sources), ``"parquet"``, ``"sqlite"``,
        ``"duckdb"`` (Parquet and ``load.sql``), ``"excel"`` (needs XlsxWriter), ``"jsonl"`` (JSON Lines),
        ``"croissant"``, ``"ftm"`` (FollowTheMoney entities), ``"jsonld"`` (schema.org).
    overwrite : bool
        Whether an earlier export at ``path`` is replaced. A folder that holds anything else is never replaced.
    bom : bool
        Whether CSV files begin with a byte-order mark, by which Excel knows UTF-8. For ``format="csv"`` alone.
    lang : {"en", "es"}
        Language of what is written for reading: the readable tables, README, labels. Tables hold both anyway.

    Returns
    -------
    str
        The folder or file written.

    Raises
    ------
    ValueError
        For an unknown format or language, or ``bom`` where there is no CSV.
    FileExistsError
        Where ``path`` is there already, without ``overwrite``, or holds files that no export wrote.
    ImportError
        Where the format needs a library that is not installed; the message has the command.
    OSError
        Where writing fails (disk full, read-only folder). Nothing is left behind.
    """
    if format not in FORMATS:
        refuse("format", format, FORMATS)
    if lang not in LANGUAGES:
        refuse("language", lang, LANGUAGES)
    if bom and format != "csv":
        raise ValueError(f"bom is for format 'csv', not {format!r}")
    target = os.path.realpath(path)
    is_file = _is_file(target, format)
    _room(target, is_file, overwrite)
    writer = _writer(format)
    try:
        with _workshop(target) as workshop:
            made = os.path.join(workshop, "made")
            os.mkdir(made)
            writer.write(made, lang=lang, bom=bom)
            if is_file:
                _put_file(os.path.join(made, FORMATS[format]), target, overwrite)
            else:
                _finish(made, format, lang)
                _put_folder(made, target, overwrite, workshop)
    except FileExistsError:
        raise
    except OSError as error:
        raise type(error)(f"cannot write {target!r}: {error.strerror or error}; nothing was left behind") from error
    return target


def _writer(format: str) -> Any:
    from importlib import import_module

    return import_module(f"{__name__}.as_{format}")


def _is_file(target: str, format: str) -> bool:
    """Whether the path names the one file of the format. ValueError where it names that of another."""
    for other, name in FORMATS.items():
        suffix = name[name.find(".") :] if name else ""
        if suffix and target.lower().endswith(suffix):
            if other == format:
                return True
            if os.path.isdir(target):
                break
            raise ValueError(f"{os.path.basename(target)!r} is a name for format {other!r}, and format is {format!r}")
    return False


def _room(target: str, is_file: bool, overwrite: bool) -> None:
    """Refuses a place that is taken: always where what is there is not an export."""
    if not os.path.lexists(target):
        return
    if not overwrite:
        raise FileExistsError(f"{target!r} is there already; give another place, or overwrite=True (--overwrite)")
    if is_file:
        if not os.path.isfile(target):
            raise FileExistsError(f"{target!r} is not a file, and is not replaced by one")
        return
    if not os.path.isdir(target):
        raise FileExistsError(f"{target!r} is a file, and is not replaced by a folder")
    known = _listed(target)
    for folder, _, names in os.walk(target):
        for name in names:
            file = os.path.relpath(os.path.join(folder, name), target).replace(os.sep, "/")
            if file not in known:
                raise FileExistsError(f"{target!r} holds what no export wrote, such as {file!r}; give another folder")


def _listed(folder: str) -> set[str]:
    """Files that an earlier export wrote into the folder."""
    try:
        with open(os.path.join(folder, SUMS), encoding="utf-8") as stream:
            return {line[66:].rstrip("\n") for line in stream} | {SUMS}
    except (OSError, UnicodeDecodeError):
        return set()


@contextmanager
def _workshop(target: str) -> Iterator[str]:
    """A temporary folder beside the target, on the same file system; removed in the end whatever happens.

    One that a killed process left is removed by the next export beside it; its lock tells that its owner is gone.
    """
    import shutil
    import tempfile

    parent = os.path.dirname(target)
    made = _parents(parent)
    done = False
    try:
        for name in os.listdir(parent):
            if name.startswith(_WORKSHOP):
                _clear(os.path.join(parent, name))
        workshop = tempfile.mkdtemp(prefix=_WORKSHOP, dir=parent)
        lock = _lock(workshop)
        try:
            yield workshop
            done = True
        finally:
            if lock is not None:
                lock.close()
            shutil.rmtree(workshop, ignore_errors=True)
    finally:
        if not done:
            for folder in made:
                if os.path.isdir(folder) and not os.listdir(folder):
                    os.rmdir(folder)


def _parents(folder: str) -> list[str]:
    """Makes the folder; returns those that had to be made, the innermost first."""
    missing = []
    while not os.path.isdir(folder):
        if os.path.lexists(folder):
            raise NotADirectoryError(f"{folder!r} is a file")
        missing.append(folder)
        folder = os.path.dirname(folder)
    for name in reversed(missing):
        os.makedirs(name, exist_ok=True)
    return missing


def _lock(workshop: str) -> IO[str] | None:
    """Holds the workshop; the system lets go when the process ends, however it ends. Not on Windows."""
    try:
        import fcntl
    except ImportError:
        return None
    name = os.path.join(workshop, "lock")
    stream = open(name + ".new", "w", encoding="utf-8")  # noqa: SIM115 - held until the export is done
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.rename(name + ".new", name)  # so that nobody sees it unlocked
    except OSError:  # a file system without locks
        stream.close()
        return None
    return stream


def _clear(workshop: str) -> None:
    """Removes a workshop whose owner is gone."""
    import shutil

    try:
        import fcntl

        with open(os.path.join(workshop, "lock"), encoding="utf-8") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(workshop, ignore_errors=True)
    except (ImportError, OSError):  # no locks here, none taken yet, or its owner is at work
        pass


def _finish(folder: str, format: str, lang: str) -> None:
    """README and check sums beside the files of a format."""
    import hashlib

    from peru_narco_data.exporting import notes

    with open(os.path.join(folder, "README.md"), "w", encoding="utf-8", newline="\n") as stream:
        stream.write(notes.page(format, lang))
    lines = []
    for name in files(folder):
        with open(os.path.join(folder, *name.split("/")), "rb") as content:
            lines.append(f"{hashlib.file_digest(content, 'sha256').hexdigest()}  {name}\n")
    with open(os.path.join(folder, SUMS), "w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(lines)


def files(folder: str) -> list[str]:
    """Paths of the files in a folder and below it, relative to it, with slashes, sorted."""
    found = [os.path.join(place, name) for place, _, names in os.walk(folder) for name in names]
    return sorted(os.path.relpath(name, folder).replace(os.sep, "/") for name in found)


def _put_file(made: str, target: str, overwrite: bool) -> None:
    if overwrite:
        _room(target, True, True)
        os.replace(made, target)
        return
    try:
        os.link(made, target)  # unlike a rename this never replaces what another has just written
    except FileExistsError:
        _room(target, True, False)
    except OSError:  # a file system without links
        _room(target, True, False)
        os.rename(made, target)


def _put_folder(made: str, target: str, overwrite: bool, workshop: str) -> None:
    for attempt in range(20):
        _room(target, False, overwrite)
        old = os.path.join(workshop, f"old-{attempt}")
        if overwrite and os.path.lexists(target):  # else what another has just written would be moved away
            try:
                os.rename(target, old)
            except FileNotFoundError:  # another export has just taken it away
                continue
        try:
            os.rename(made, target)
            return
        except OSError:
            if os.path.isdir(target):  # another export has just put its own there
                continue
            if os.path.isdir(old):
                os.rename(old, target)
            raise
    raise FileExistsError(f"{target!r} is written by others at the same time; try again")
