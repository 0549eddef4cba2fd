"""The command line: one command for each public function. Errors are one line each, exit codes are for scripts.

0 done; 1 an error, or something found not to be as it should; 2 a fault of usage; 3 read, but something was set aside;
130 interrupted; 141 whoever read the output has gone.
"""

import errno
import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from dragoman import cli_asking, cli_evidence, cli_reading, cli_upkeep
from dragoman.cli_output import note
from dragoman.errors import DamagedShardError, DragomanError

FAILED = 1
USAGE_FAULT = 2
INTERRUPTED = 130
READER_GONE = 141

# The class that all faults of usage share has no public name in every version of typer.
_UsageError: Any = typer.BadParameter.__mro__[1]


class Commands(TyperGroup):
    """All commands, with one place where what goes wrong becomes a line and an exit code."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        """Run a command line; ends the process unless told otherwise."""
        _prepare_streams()
        code = self._run(args, *rest, **extra)
        if standalone_mode:
            sys.exit(code)
        return code

    def _run(self, args: Sequence[str] | None, *rest: Any, **extra: Any) -> int:
        try:
            done = super().main(args, *rest, standalone_mode=False, **extra)
            sys.stdout.flush()
        except KeyboardInterrupt:
            return _report_interruption()
        except Exception as error:
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
    """One line for what went wrong, and the exit code; a defect of ours is raised again, with its trace."""
    if isinstance(error, typer.Exit):
        return error.exit_code
    if isinstance(error, typer.Abort):
        return _report_interruption()
    if isinstance(error, _UsageError):
        return _report_usage(error)
    if isinstance(error, DamagedShardError):
        note(str(error).replace("skip_damaged", "--skip-damaged"))
    elif isinstance(error, DragomanError):
        note(str(error))
    elif isinstance(error, OSError):
        return _report_system(error)
    elif isinstance(error, MemoryError):
        note("the memory does not suffice; ask for less at once")
    else:
        raise error
    return FAILED


def _report_usage(error: Any) -> int:
    command = error.ctx.command_path if error.ctx is not None else "dragoman"
    message = error.format_message().rstrip(".")
    note(f"{message[:1].lower()}{message[1:]}; see: {command} --help")
    return USAGE_FAULT


def _report_system(error: OSError) -> int:
    gone = error.errno == errno.EPIPE
    if not gone:
        what = error.filename if error.filename is not None else "the output cannot be written"
        note(f"{what}: {error.strerror or error}")
    # What is still buffered cannot be written either, and must not be tried again when the process ends.
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
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


def _examples(*lines: str) -> str:
    return "\n\n".join(["Examples:", *lines])


_READING, _ASKING, _EVIDENCE, _UPKEEP = "Reading", "Asking", "Evidence", "Upkeep"

app.command(
    "read",
    rich_help_panel=_READING,
    epilog=_examples(
        "dragoman read dossier/ --to record",
        "dragoman read 'export/*.txt' --to record --metadata export.csv",
        "dragoman read note.txt --to record --published 2024-06-25",
    ),
)(cli_reading.read)
app.command("demo", rich_help_panel=_READING, epilog=_examples("dragoman demo", "dragoman demo --to record"))(
    cli_reading.demo
)
app.command(
    "members",
    rich_help_panel=_ASKING,
    epilog=_examples("dragoman members record OTSC --on 2024-06-25", "dragoman members record 'Union africaine'"),
)(cli_asking.members)
app.command(
    "office",
    rich_help_panel=_ASKING,
    epilog=_examples("dragoman office record 'foreign minister' BLR --on 2023-06-20", "dragoman office record chair AU"),
)(cli_asking.office)
app.command(
    "actor",
    rich_help_panel=_ASKING,
    epilog=_examples("dragoman actor record Loukachenko", "dragoman actor record ОДКБ --format json"),
)(cli_asking.actor)
app.command(
    "timeline",
    rich_help_panel=_ASKING,
    epilog=_examples(
        "dragoman timeline record --actor Arménie --from 2024 --to 2024-06",
        "dragoman timeline record --kind membership --format csv > memberships.csv",
    ),
)(cli_asking.timeline)
app.command(
    "show",
    rich_help_panel=_EVIDENCE,
    epilog=_examples("dragoman show record depeche.txt", "dragoman show record 3fa730ab"),
)(cli_evidence.show)
app.command("explain", rich_help_panel=_EVIDENCE, epilog=_examples("dragoman explain record 0193b5a6"))(
    cli_evidence.explain
)
app.command(
    "evaluate",
    rich_help_panel=_EVIDENCE,
    epilog=_examples("dragoman evaluate record gold.yaml --kind memberships --kind offices"),
)(cli_evidence.evaluate)
app.command(
    "sql",
    rich_help_panel=_ASKING,
    epilog=_examples(
        "dragoman sql record 'SHOW TABLES'",
        "dragoman sql record \"SELECT member, status, date FROM memberships WHERE organisation = 'CSTO'\"",
        "dragoman sql record 'SELECT * FROM mentions' --format parquet --output mentions.parquet",
    ),
)(cli_upkeep.sql)
app.command("verify", rich_help_panel=_UPKEEP, epilog=_examples("dragoman verify record"))(cli_upkeep.verify)
app.command("compact", rich_help_panel=_UPKEEP, epilog=_examples("dragoman compact record"))(cli_upkeep.compact)


def main() -> None:
    """Run the command line of this process."""
    app(prog_name="dragoman")
