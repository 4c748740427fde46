"""An environment of its own for each package that is measured, made by pip and kept in a folder."""

import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def python(folder: Path, name: str, *packages: str) -> str:
    """The interpreter of an environment that has these packages; made where it is not there."""
    place = folder / name
    interpreter, ready = place / "bin" / "python", place / "ready"
    if not ready.exists():
        print(f"installing {name}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", place], check=True)
        command = [interpreter, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
        subprocess.run(command, check=True)
        ready.write_text("")
    return str(interpreter)


def size(interpreter: str) -> float:
    """Megabytes of what an installation brings, without pip and what comes with every environment."""
    library = next((Path(interpreter).parent.parent / "lib").glob("python*/site-packages"))
    kept = [part for part in library.iterdir() if not part.name.startswith(("pip", "setuptools", "_distutils", "pkg_"))]
    files = [file for part in kept for file in ([part] if part.is_file() else part.rglob("*"))]
    return sum(f.stat().st_size for f in files if f.is_file() and "__pycache__" not in f.parts) / 1e6


def versions(interpreter: str, *names: str) -> str:
    """Which of these packages the environment has, as text."""
    code = (
        "import importlib.metadata as m, sys\n"
        "for n in sys.argv[1:]:\n"
        "    try: print(n, m.version(n))\n"
        "    except m.PackageNotFoundError: pass\n"
    )
    done = subprocess.run([interpreter, "-c", code, *names], capture_output=True, text=True, check=True)
    return ", ".join(done.stdout.splitlines())
