"""Pin what a clean installation resolves to today: requirements/lock.txt (to run) and requirements/dev.txt (to test).

    python scripts/lock.py

Two empty virtual environments are made in a temporary folder, so that nothing that happens to be installed here is
pinned. The names come from pyproject.toml; the versions from the package registry that pip is set up with.
"""

import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "requirements"
LOCK_HEAD = """\
# Exact versions that Dragoman runs with, and setuptools, which installs it. Made by `make lock` from pyproject.toml.
"""
DEV_HEAD = """\
# Exact versions of what testing and checking need beyond lock.txt. Made by `make lock` from pyproject.toml.
-r lock.txt
"""


def main() -> int:
    """Write both files; exit code 1 when pip fails."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    runtime = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    with tempfile.TemporaryDirectory(prefix="lock-") as scratch:
        try:
            to_run = resolve(Path(scratch) / "run", runtime, [])
            to_test = resolve(Path(scratch) / "test", project["dependency-groups"]["dev"], to_run)
        except subprocess.CalledProcessError as error:
            print(f"pip stopped with exit code {error.returncode}; nothing was written", file=sys.stderr)
            return 1
    FOLDER.mkdir(exist_ok=True)
    write(FOLDER / "lock.txt", LOCK_HEAD, to_run)
    write(FOLDER / "dev.txt", DEV_HEAD, [line for line in to_test if line not in set(to_run)])
    return 0


def resolve(folder: Path, requirements: list[str], pinned: list[str]) -> list[str]:
    """Install into a new environment from wheels alone; returns sorted ``name==version`` lines."""
    venv.create(folder, with_pip=True)
    python = str(folder / "bin" / "python")
    pip = [python, "-m", "pip", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--only-binary", ":all:", *pinned, *requirements], check=True)
    listing = subprocess.run([*pip, "list", "--format=freeze"], check=True, stdout=subprocess.PIPE, text=True).stdout
    lines = [line.strip() for line in listing.splitlines() if "==" in line and not line.startswith("pip==")]
    return sorted(lines, key=str.casefold)


def write(path: Path, head: str, lines: list[str]) -> None:
    """Write one file and say so."""
    path.write_text(head + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"{path.relative_to(ROOT)}: {len(lines)} packages")


if __name__ == "__main__":
    sys.exit(main())
