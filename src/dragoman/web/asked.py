"""What a request asks: the parameters that every address takes, checked, and addresses that keep them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, Self
from urllib.parse import quote, urlencode

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from dragoman.errors import DateError
from dragoman.model.dates import Date
from dragoman.record.scope import Scope

Language = Literal["en", "fr"]
# Longer than any name, place or quotation that somebody types.
LONGEST_TEXT = 300
MOST_SOURCES = 50
ROWS_ON_A_PAGE, MOST_ROWS = 100, 1_000


def _check_day(text: str) -> str:
    try:
        Date.parse(text)
    except DateError as error:
        raise ValueError(str(error)) from error
    return text


def _day(meaning: str) -> Any:
    return Field(None, description=f"{meaning} EDTF: a day, a month or a year.", examples=["2024-06-25"], max_length=40)


def _check_local(text: str) -> str:
    if not text.startswith("/") or text.startswith("//") or "\\" in text or not text.isprintable():
        raise ValueError("an address of this room begins with one slash")
    return text


def told_of(faults: Sequence[Mapping[str, Any]]) -> str:
    """What is wrong with what was asked, in a line; `faults` are those of a failed validation."""
    return "; ".join(f"{each['loc'][-1]}: {each['msg'].removeprefix('Value error, ')}" for each in faults)


Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
DayText = Annotated[str, AfterValidator(_check_day)]
LocalPath = Annotated[str, AfterValidator(_check_local)]


class Asked(BaseModel):
    """What every page takes. A parameter that no page knows is a fault, so that a slip is not passed over."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    on: DayText | None = _day("What holds or happened on this day.")
    known: DayText | None = _day("Only documents proved to be published by then.")
    sources: Annotated[list[Text], Field(max_length=MOST_SOURCES)] = Field(
        default_factory=list, description="Only these outlets, agencies or families."
    )
    unjudged: bool = Field(False, description="Leave aside what people have put right.")
    lang: Language | None = Field(None, description="The language of the interface.")

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty(cls, given: Any) -> Any:
        """A form sends the fields that nobody filled as well."""
        if not isinstance(given, Mapping):
            return given
        kept = {name: _filled(value) for name, value in given.items()}
        return {name: value for name, value in kept.items() if value not in ("", [])}

    @field_validator("sources")
    @classmethod
    def _split(cls, given: list[str]) -> list[str]:
        return [name.strip() for each in given for name in each.split(",") if name.strip()]

    @property
    def scope(self) -> Scope:
        """What the answer may know."""
        known = Date.parse(self.known) if self.known is not None else None
        return Scope(known, tuple(self.sources))

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters as they stand in an address; what is as by default is left out."""
        return list(_pairs(self.model_dump(by_alias=True, exclude_defaults=True)))

    def changed(self, **changes: Any) -> Self:
        """The same question with other values; None takes a parameter out."""
        kept = {**self.model_dump(exclude_defaults=True), **changes}
        return type(self).model_validate({name: value for name, value in kept.items() if value is not None})


class Listing(Asked):
    """A question that is answered page by page."""

    rows: int = Field(ROWS_ON_A_PAGE, ge=1, le=MOST_ROWS, description="How many rows at once.")
    cursor: int = Field(0, ge=0, le=10**9, description="How many rows were shown before.")


class Days(Listing):
    """A listing between two days."""

    start: DayText | None = Field(None, alias="from", description="Only what touches this day or later.", max_length=40)
    end: DayText | None = Field(None, alias="to", description="Only what touches this day or earlier.", max_length=40)

    @property
    def days(self) -> tuple[str | None, str | None]:
        """The first and the last day: those of `on` where it is given."""
        return (self.on, self.on) if self.on is not None else (self.start, self.end)


Shared = ("on", "known", "sources", "unjudged", "lang")


def address(path: str, pairs: list[tuple[str, str]]) -> str:
    """A path within the room with its parameters."""
    return f"{path}?{urlencode(pairs, quote_via=quote)}" if pairs else path


def shared_pairs(asked: Asked) -> list[tuple[str, str]]:
    """The parameters that go from page to page."""
    return [(name, value) for name, value in asked.pairs() if name in Shared]


def linker(asked: Asked) -> Callable[..., str]:
    """A function for templates: the address of a page, with the shared parameters and those given."""

    def link(path: str, **more: Any) -> str:
        given = {name.rstrip("_"): value for name, value in more.items()}
        kept = [(name, value) for name, value in shared_pairs(asked) if name not in given]
        return address(path, [*kept, *_pairs(given)])

    return link


def _filled(value: Any) -> Any:
    return [each for each in value if each != ""] if isinstance(value, list) else value


def _pairs(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if value is None or value is False:
            continue
        for each in value if isinstance(value, list | tuple) else [value]:
            yield name, "true" if each is True else str(each)
