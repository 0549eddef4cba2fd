"""Commands that show a record in the browser: `serve`."""

from typing import Annotated

import typer

from dragoman.cli_options import RecordArgument
from dragoman.cli_output import note


def serve(
    record: RecordArgument,
    host: Annotated[
        str, typer.Option("--host", help="Where to listen; elsewhere than here a token is asked for.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes any that is free.")] = 8321,
) -> None:
    """Open the reading room: web pages and an API over a record, in the browser. It goes on until Ctrl-C."""
    import uvicorn

    from dragoman.web.app import create_app
    from dragoman.web.guard import LOOPBACK, make_token
    from dragoman.web.room import Room

    token = None if host in LOOPBACK else make_token()
    room = Room(record)
    note(f"http://{host}:{port}/" + (f"?token={token}" if token else ""))
    try:
        uvicorn.run(
            create_app(room, hosts={*LOOPBACK, host}, token=token), host=host, port=port, log_level="warning",
            server_header=False, limit_concurrency=200, timeout_keep_alive=10, h11_max_incomplete_event_size=32_000,
        )  # fmt: skip
    finally:
        room.close()
