"""Commands that show a record in the browser: `serve`."""

import errno
import socket
from contextlib import suppress
from typing import Annotated

import typer

from dragoman.cli_options import RecordArgument
from dragoman.cli_output import note

DEFAULT_PORT = 8321
# Requests at once before the room says that it is busy.
MOST_AT_ONCE = 100
# Bytes of a request's head.
LONGEST_HEAD = 32_000


def serve(
    record: RecordArgument,
    host: Annotated[
        str, typer.Option("--host", help="Where to listen; elsewhere than on this machine a token is asked for.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Which port; 0 takes any that is free.")
    ] = DEFAULT_PORT,
    open_browser: Annotated[bool, typer.Option("--open", help="Open it in the browser at once.")] = False,
    judge: Annotated[
        bool, typer.Option("--judge", help="Put right what was read from the pages; on this machine alone.")
    ] = False,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="WHO", envvar=["USER", "USERNAME"], help="Who judges.", show_default=False),
    ] = None,
) -> None:
    """Open the reading room: web pages and an API over a record, in the browser. It goes on until Ctrl-C.

    Nothing is written to the record, but for judgements with --judge; a `dragoman read` may add to it meanwhile, and is
    seen some seconds later.
    """
    who = _check_judge(host, by) if judge else None
    import uvicorn

    from dragoman.web.app import create_app
    from dragoman.web.guard import LOOPBACK, make_token
    from dragoman.web.room import Room

    room = Room(record, say=note)
    try:
        with _listen(host, port) as door:
            # Who may write has to have seen the token, others on the same machine have not.
            token = make_token() if judge or host not in LOOPBACK else None
            address = _address(host, door.getsockname()[1], token)
            note(f"the reading room of {record} is open at {address} (end with Ctrl-C)")
            if open_browser:
                typer.launch(address)
            config = uvicorn.Config(
                create_app(room, hosts=LOOPBACK if host in LOOPBACK else None, token=token, judge=who),
                log_level="warning",
                server_header=False,
                date_header=True,
                limit_concurrency=MOST_AT_ONCE,
                timeout_keep_alive=10,
                timeout_graceful_shutdown=5,
                h11_max_incomplete_event_size=LONGEST_HEAD,
            )
            # Ctrl-C is how it ends, not how it fails.
            with suppress(KeyboardInterrupt):
                uvicorn.Server(config).run(sockets=[door])
    finally:
        room.close()


def _check_judge(host: str, by: str | None) -> str:
    """Who judges; a fault of usage where nobody can."""
    from dragoman.web.guard import LOOPBACK

    if host not in LOOPBACK:
        raise typer.BadParameter("judgements are taken on this machine alone: leave --host out", param_hint="--judge")
    if not (by or "").strip():
        raise typer.BadParameter("say who judges", param_hint="--by")
    return (by or "").strip()


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens; a fault of usage that says what to do when that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=MOST_AT_ONCE)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            told = f"port {port} is taken; another one: --port {port + 1 if port < 65_535 else 0}, or any: --port 0"
            raise typer.BadParameter(told, param_hint="--port") from error
        raise typer.BadParameter(f"cannot listen there: {error.strerror or error}", param_hint="--host") from error


def _address(host: str, port: int, token: str | None) -> str:
    """The address to open; where any of the machine's own is listened on, by the machine's name."""
    host = socket.gethostname() if host in ("0.0.0.0", "::") else host
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/" + (f"?token={token}" if token else "")
