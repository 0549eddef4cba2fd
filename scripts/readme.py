"""Run the commands of README.md and hold their output against what it shows; `--update` writes what they give.

    python scripts/readme.py [--update]

Commands are the lines that open with ``$ `` in blocks marked ``console``; what follows is their output. They run one
after the other in an empty folder that has the demonstration dossier where a checkout has it. A block after the comment
LOOSE tells rows that change with the reading rules: there only title and head of the output are held to. Commands of
make are not run (they install and test everything): their targets have to exist.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
DOSSIER = Path("src") / "dragoman" / "demo"
LOOSE = "<!-- rows change with the reading rules -->"
HEAD_LINES = 2
LONGEST_RUN = 300
_BLOCK = re.compile(r"(?P<loose><!--[^\n]*-->\n)?```console\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
_BOX = re.compile(r"[^\w\s.,:;'()/-]+")


@dataclass(frozen=True, slots=True)
class Shown:
    """One command of the README, the output that it shows, and where the output stands in the text."""

    command: str
    output: str
    start: int
    end: int
    loose: bool

    @property
    def line(self) -> str:
        """What a message calls it."""
        return f"$ {self.command}"


@dataclass(frozen=True, slots=True)
class Given:
    """What a command gave: standard output, then the error stream, and its exit code."""

    output: str
    code: int


def iter_shown(text: str) -> Iterator[Shown]:
    """Yield the commands of a text with the output shown for each."""
    for block in _BLOCK.finditer(text):
        loose = (block["loose"] or "").strip() == LOOSE
        starts = list(re.finditer(r"^\$ (.+)\n", block["body"], re.MULTILINE))
        ends = [match.start() for match in starts[1:]] + [len(block["body"])]
        for match, end in zip(starts, ends, strict=True):
            offset = block.start("body")
            output = block["body"][match.end() : end]
            yield Shown(match[1], output, offset + match.end(), offset + end, loose)


def is_make(command: str) -> bool:
    """Whether the command is one of make."""
    return command.split()[0] == "make"


def fill(folder: Path) -> None:
    """Put into a folder what a checkout has and the commands name."""
    shutil.copytree(ROOT / DOSSIER, folder / DOSSIER)


def run(command: str, folder: Path) -> Given:
    """Run a command as a shell would, with this Python's programs first on the path and no terminal."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    environment.pop("COLUMNS", None)
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment.get('PATH', '')}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LONGEST_RUN,
        check=False,
    )
    return Given(_plain(done.stdout + done.stderr), done.returncode)


def _plain(output: str) -> str:
    """Without blanks at line ends, which nobody sees, and empty lines around."""
    lines = [line.rstrip() for line in output.splitlines()]
    return "\n".join(lines).strip("\n") + "\n" if any(lines) else ""


def head_of(output: str) -> list[str]:
    """The words of the first lines that have some: title and column heads of a table, keys of a JSON line."""
    heads: list[str] = []
    for line in output.splitlines():
        if line.startswith("{"):
            return sorted(set(re.findall(r'"(\w+)":', line)))
        words = " ".join(_BOX.sub(" ", line).split())
        if words:
            heads.append(re.sub(r"\d+", "0", words))
        if len(heads) == HEAD_LINES:
            break
    return heads


def find_difference(shown: Shown, given: Given) -> str | None:
    """What is wrong with a command of the README, None when nothing is."""
    if given.code != 0:
        return f"{shown.line}: exit code {given.code}:\n{given.output}"
    if shown.loose and head_of(shown.output) != head_of(given.output):
        heads = f"shows {head_of(shown.output)}, gives {head_of(given.output)}"
        return f"{shown.line}: {heads}; run scripts/readme.py --update"
    if not shown.loose and shown.output != given.output:
        return f"{shown.line}: gives other output; run scripts/readme.py --update:\n{given.output}"
    return None


def main() -> int:
    """Check or update; 1 when something differs or fails."""
    text = README.read_text(encoding="utf-8")
    faults: list[str] = []
    parts: list[str] = []
    done = 0
    with tempfile.TemporaryDirectory(prefix="readme-") as scratch:
        fill(Path(scratch))
        for shown in iter_shown(text):
            if is_make(shown.command):
                continue
            print(shown.line, flush=True)
            given = run(shown.command, Path(scratch))
            fault = find_difference(shown, given)
            if fault is not None and (given.code != 0 or "--update" not in sys.argv[1:]):
                faults.append(fault)
            parts += [text[done : shown.start], given.output if given.code == 0 else shown.output]
            done = shown.end
    if "--update" in sys.argv[1:]:
        README.write_text("".join(parts) + text[done:], encoding="utf-8")
    print("\n".join(faults) if faults else "README.md: all commands do what it shows")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
