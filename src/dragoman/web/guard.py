"""What stands between the network and the pages: who may ask, how much, and what a browser may do with the answer."""

import hmac
import secrets
from collections.abc import Iterable
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.web.problems import Problem
from dragoman.web.writing import problem_response

# Bytes of an address's question; browsers and servers agree on about so much.
LONGEST_QUESTION = 8_000
# Bytes of a form; only judgements are sent.
LONGEST_FORM = 20_000
COOKIE = "dragoman-token"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
# A chart is an image of our own; nothing comes from elsewhere, nothing inline acts.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # Nothing is told to other sites; "no-referrer" would take the origin from our own forms as well.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


def make_token() -> str:
    """A token that cannot be guessed."""
    return secrets.token_urlsafe(24)


class Guard:
    """The outermost part of the application.

    `hosts` are the names under which the room may be asked: a page of another site that makes its name point here
    (DNS rebinding) asks under its own. None stands for any, and then there is a token, which no such page has. With
    `token`, every request carries it as a bearer token or in the cookie that opening `/?token=…` once sets. `writes`
    are the paths that take a form.
    """

    def __init__(
        self, app: ASGIApp, hosts: Iterable[str] | None, token: str | None = None, writes: Iterable[str] = ()
    ) -> None:
        if hosts is None and token is None:
            raise ValueError("a room that is served under any name asks for a token")
        self._app = app
        self._hosts = frozenset(hosts) if hosts is not None else None
        self._token = token
        self._writes = frozenset(writes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = self._refuse(scope)
        if refused is not None:
            await refused(scope, receive, _with_headers(send))
        else:
            await self._app(scope, receive, _with_headers(send))

    def _refuse(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        problem = self._find_problem(scope, headers)
        if problem is not None:
            return _answer(problem, scope, headers)
        return self._ask_token(scope, headers) if self._token is not None else None

    def _find_problem(self, scope: Scope, headers: Headers) -> Problem | None:
        if self._hosts is not None and _host_of(headers.get("host", "")) not in self._hosts:
            return Problem(HTTPStatus.MISDIRECTED_REQUEST, "this room is not served under that name")
        if scope["method"] == "POST":
            return self._refuse_form(scope, headers)
        if scope["method"] not in ("GET", "HEAD"):
            return Problem(HTTPStatus.METHOD_NOT_ALLOWED, "a record can only be read: ask with GET")
        if len(scope["query_string"]) > LONGEST_QUESTION:
            return Problem(HTTPStatus.REQUEST_URI_TOO_LONG, f"ask in fewer than {LONGEST_QUESTION} characters")
        if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
            return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "a question has no body")
        return None

    def _refuse_form(self, scope: Scope, headers: Headers) -> Problem | None:
        if scope["path"] not in self._writes:
            return Problem(HTTPStatus.METHOD_NOT_ALLOWED, "a record can only be read: ask with GET")
        length = headers.get("content-length", "")
        if not length.isdecimal() or int(length) > LONGEST_FORM:
            return Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a form has at most {LONGEST_FORM} bytes, and says so")
        # A form of another site cannot leave this header out or make it say otherwise.
        if headers.get("sec-fetch-site", "same-origin") != "same-origin" or not _is_own(headers):
            return Problem(HTTPStatus.FORBIDDEN, "forms are taken from this room's own pages alone")
        return None

    def _ask_token(self, scope: Scope, headers: Headers) -> Response | None:
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if self._fits(given):
            answer: Response = RedirectResponse(scope["path"], HTTPStatus.SEE_OTHER)
            answer.set_cookie(COOKIE, given, httponly=True, samesite="strict", path="/")
            return answer
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        if self._fits(bearer) or self._fits(_cookie(headers.get("cookie", ""))):
            return None
        problem = Problem(HTTPStatus.UNAUTHORIZED, "open the address with the token that `dragoman serve` printed")
        answer = _answer(problem, scope, headers)
        answer.headers["www-authenticate"] = "Bearer"
        return answer

    def _fits(self, given: str) -> bool:
        return self._token is not None and hmac.compare_digest(given.encode(), self._token.encode())


def _answer(problem: Problem, scope: Scope, headers: Headers) -> Response:
    given = QueryParams(scope["query_string"][:LONGEST_QUESTION])
    answer = problem_response(problem, scope["path"], headers, given)
    if problem.status == HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["allow"] = "GET, HEAD"
    return answer


def _with_headers(send: Send) -> Send:
    async def send_guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "private, no-cache")
        await send(message)

    return send_guarded


def _host_of(header: str) -> str:
    """The name in a Host header, without its port and without the brackets of IPv6."""
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0].lower()


def _is_own(headers: Headers) -> bool:
    origin = headers.get("origin")
    return origin is None or origin.partition("://")[2] == headers.get("host")


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found is not None else ""
