"""The command line: one command for each public function. Errors are one line each, exit codes are for scripts.

0 done; 1 an error, or something found not to be as it should; 2 a fault of usage; 3 read, but something was set aside;
130 interrupted; 141 whoever read the output has gone.
"""

import errno
import inspect
import os
import sys
from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from dragoman import (
    cli_asking,
    cli_brief,
    cli_differences,
    cli_events,
    cli_evidence,
    cli_export,
    cli_facts,
    cli_judging,
    cli_obligations,
    cli_proof,
    cli_reading,
    cli_search,
    cli_serving,
    cli_upkeep,
)
from dragoman.cli_output import note
from dragoman.errors import DamagedShardError, DragomanError

FAILED = 1
USAGE_FAULT = 2
INTERRUPTED = 130
READER_GONE = 141

# The class that all faults of usage share has no public name in every version of typer.
_UsageError: Any = typer.BadParameter.__mro__[1]
_REPORTED: Any = (_UsageError, typer.Exit, typer.Abort, DragomanError, OSError, MemoryError)


class Commands(TyperGroup):
    """All commands, with one place where what goes wrong becomes a line and an exit code."""

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run a command line; ends the process unless told otherwise."""
        ends_process = extra.get("standalone_mode", True)
        _prepare_streams()
        code = self._run(*args, **{**extra, "standalone_mode": False})
        if ends_process:
            sys.exit(code)
        return code

    def _run(self, *args: Any, **extra: Any) -> int:
        try:
            done = super().main(*args, **extra)
            sys.stdout.flush()
        except KeyboardInterrupt:
            return _report_interruption()
        except _REPORTED as error:
            return _report(error)
        return done if isinstance(done, int) else 0

    def invoke(self, ctx: Any) -> Any:
        """Run the command that the line names."""
        # Both are caught here because typer, above us, has answers of its own for them.
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as interruption:
            raise typer.Exit(_report_interruption()) from interruption
        except OSError as error:
            raise typer.Exit(_report(error)) from error


def _prepare_streams() -> None:
    for stream in (sys.stdout, sys.stderr):
        # A file name or a report may hold what the terminal's encoding lacks; in a pipe all is UTF-8.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _report_interruption() -> int:
    note("interrupted")
    return INTERRUPTED


def _report(error: Exception) -> int:
    """One line for what went wrong, and the exit code."""
    if isinstance(error, typer.Exit):
        return error.exit_code
    if isinstance(error, typer.Abort):
        return _report_interruption()
    if isinstance(error, _UsageError):
        return _report_usage(error)
    if isinstance(error, OSError):
        return _report_system(error)
    if isinstance(error, MemoryError):
        note("the memory does not suffice; ask for less at once")
    elif isinstance(error, DamagedShardError):
        note(str(error).replace("skip_damaged", "--skip-damaged"))
    else:
        note(str(error))
    return FAILED


def _report_usage(error: Any) -> int:
    command = error.ctx.command_path if error.ctx is not None else "dragoman"
    message = error.format_message().rstrip(".")
    note(f"{message[:1].lower()}{message[1:]}; see: {command} --help")
    return USAGE_FAULT


def _report_system(error: OSError) -> int:
    if error.filename is not None:
        note(f"{error.filename}: {error.strerror or error}")
        return FAILED
    gone = error.errno == errno.EPIPE
    if not gone:
        note(f"the output cannot be written: {error.strerror or error}")
    # What is still buffered cannot be written either, and must not be tried again when the process ends.
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except ValueError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    return READER_GONE if gone else FAILED


app = typer.Typer(
    cls=Commands,
    help="Read reports about alliances and diplomacy into a dated, sourced record, and ask it.",
    epilog="Start with: dragoman demo",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from dragoman import __version__

        print(f"dragoman {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _dragoman(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and leave.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    if context.invoked_subcommand is None:
        print(context.get_help())
        raise typer.Exit(USAGE_FAULT)


def _add(command: Callable[..., None], panel: str, *examples: str) -> None:
    """Make a function a command of its name; its docstring is the help, the examples stand below."""
    paragraphs = inspect.cleandoc(command.__doc__ or "").split("\n\n")
    text = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    below = "\n".join(["Examples:", *(f"  {example}" for example in examples)])
    app.command(command.__name__, help=text, epilog=below, rich_help_panel=panel)(command)


_add(
    cli_reading.read,
    "Reading",
    "dragoman read dossier/ --to record",
    "dragoman read 'export/*.txt' --to record --metadata export.csv",
    "dragoman read note.txt --to record --published 2024-06-25",
)
_add(cli_reading.demo, "Reading", "dragoman demo", "dragoman demo --to record")
_add(
    cli_asking.members,
    "Asking",
    "dragoman members record OTSC --on 2024-06-25",
    "dragoman members record 'Union africaine'",
    "dragoman members record OCS --on 2024-07-03 --known 2024-07-02 --summary",
)
_add(
    cli_asking.office,
    "Asking",
    "dragoman office record 'foreign minister' BLR --on 2023-06-20",
    "dragoman office record chair AU",
)
_add(
    cli_asking.actor,
    "Asking",
    "dragoman actor record Loukachenko",
    "dragoman actor record ОДКБ --format json",
)
_add(
    cli_asking.timeline,
    "Asking",
    "dragoman timeline record --actor Arménie --from 2024 --to 2024-06",
    "dragoman timeline record --kind membership --format csv > memberships.csv",
)
_add(cli_differences.diff, "Asking", "dragoman diff record --known 2024-07-01 --known 2024-07-05")
_add(
    cli_events.statements,
    "Asking",
    "dragoman statements record --speaker Lavrov --about Otan",
    "dragoman statements record --act warn --act accuse --from 2024-06",
    "dragoman statements record --in '\"sécurité collective\" négoci*' --format jsonl",
)
_add(
    cli_search.search,
    "Asking",
    "dragoman search record 'sommet Minsk'",
    "dragoman search record '\"sécurité collective\"' --from 2024-06 --format jsonl",
)
_add(
    cli_events.events,
    "Asking",
    "dragoman events record --between Russie Biélorussie --type CONSULT",
    "dragoman events record --actor Arménie --modality planned --from 2024",
)
_add(
    cli_facts.facts,
    "Asking",
    "dragoman facts record --actor Arménie --status corroborated",
    "dragoman facts record --kind event --on 2024-06 --known 2024-06-25",
)
_add(
    cli_facts.contradictions,
    "Asking",
    "dragoman contradictions record",
    "dragoman contradictions record --type position --actor Biélorussie",
)
_add(
    cli_facts.absent,
    "Asking",
    "dragoman absent record OTSC",
    "dragoman absent record 'Ligue arabe' --member Algérie --from 2023",
)
_add(
    cli_facts.dealings,
    "Asking",
    "dragoman dealings record Russie",
    "dragoman dealings record BLR --from 2024 --known 2024-06-25",
)
_add(
    cli_obligations.obligations,
    "Asking",
    "dragoman obligations ARM --attacked-by AZE --on 2022-09-13",
    "dragoman obligations Philippines --attacked-by Chine --on 2024-06-17 --where SECOND_THOMAS_SHOAL",
    "dragoman obligations KAZ --attacked-by KAZ --on 2022-01-06 --record record",
)
_add(
    cli_brief.brief,
    "Asking",
    "dragoman brief record --about OTSC --from 2024 --to 2024-06 --language fr",
    "dragoman brief record --about Arménie --known 2024-06-30 --to-file armenia.pdf",
)
_add(
    cli_upkeep.sql,
    "Asking",
    "dragoman sql record 'SHOW TABLES'",
    "dragoman sql record \"SELECT member, status, date FROM memberships WHERE organisation = 'CSTO'\"",
    "dragoman sql record 'SELECT * FROM mentions' --format parquet --output mentions.parquet",
)
_add(
    cli_export.export,
    "Asking",
    "dragoman export record --as dyads > dyads.csv",
    "dragoman export record --as memberships --known 2024-06-30 --to archive",
)
_add(cli_evidence.show, "Evidence", "dragoman show record depeche.txt", "dragoman show record 3fa730ab")
_add(cli_evidence.explain, "Evidence", "dragoman explain record 0193b5a6")
_add(cli_facts.fact, "Evidence", "dragoman fact record 0193b5a6")
_add(
    cli_evidence.evaluate,
    "Evidence",
    "dragoman evaluate record gold.yaml",
    "dragoman evaluate record gold.yaml --kind memberships --kind offices",
)
_add(
    cli_judging.judge,
    "Evidence",
    "dragoman judge record wrong 0193b5a6 --why 'the text speaks of another summit'",
    "dragoman judge record value 0193b5a6 status observer --by 'R. Okafor' --why 'see the communiqué'",
    "dragoman judge record same 'S. Aleinik' sergei-aleinik --why 'same office on the same day'",
    "dragoman judge record different 'Ivan Petrov@minsk.txt' ivan-petrov --why 'the general, not the minister'",
    "dragoman judge record trust 'La Gazette' 0.2 --why 'prints rumours'",
    "dragoman judge record undo 4c1f09aa --why 'I was wrong'",
    "dragoman judge record list",
    "dragoman judge record export judgements.jsonl",
)
_add(cli_serving.serve, "Reading room", "dragoman serve record", "dragoman serve record --port 0")
_add(cli_proof.verify, "Upkeep", "dragoman verify record", "dragoman verify record --format table")
_add(cli_proof.rebuild, "Upkeep", "dragoman rebuild record --to again")
_add(cli_upkeep.compact, "Upkeep", "dragoman compact record")
_add(
    cli_upkeep.forget,
    "Upkeep",
    "dragoman forget record depeche.txt",
    "dragoman forget record 3fa730ab --why 'withdrawn by the agency' --yes",
)


def main() -> None:
    """Run the command line of this process."""
    app(prog_name="dragoman")
