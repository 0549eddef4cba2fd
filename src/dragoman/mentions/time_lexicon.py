"""A language's time expressions, loaded from `languages/<language>/times.yaml` and checked.

The file holds `words` (classes of spellings with their values, or lists of classes), `shapes` (regular expressions
for numbers), `marks` (for anything else, which only shows where an expression ends), `fragments` of templates, `sets`
of kinds that may stand inside others, `emblems` (famous days), `ahead` (lemmas of verbs whose present tense points to
the future before an infinitive), `leading` (last words of a time that lead up to what follows), `guards` (words that
look like a time and are none) and `expressions`. The notation of a template is that of
`dragoman.mentions.time_templates`.

Keys of an expression: `say` (one template or several), `kind`, `op` ("calendar" unless given), `with` (fields that the
words do not spell out; `back: true` turns the count towards the past), `after` (a cue before the expression and no
part of it), `before` and `not_before` (what must or must not follow), `inside: true` (only within another),
`joins` (further sets). Where two cover the same words, the earlier one stands.
"""

import re
from collections.abc import Hashable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any

import yaml

from dragoman.errors import DataError
from dragoman.mentions.time_patterns import Inner, Pattern, PatternIndex, TimeLexicon, Words
from dragoman.mentions.time_sense import FLAG_FIELDS, KINDS, NUMBER_FIELDS, OPS, WORD_FIELDS
from dragoman.mentions.time_templates import (
    OPEN,
    Compiler,
    Item,
    Sequence,
    Slot,
    Space,
    WordClass,
    folded,
    opening_texts,
    openings,
    parse,
)
from dragoman.model.names import fold

_SECTIONS = {
    "language",
    "words",
    "shapes",
    "marks",
    "fragments",
    "sets",
    "emblems",
    "ahead",
    "leading",
    "guards",
    "expressions",
}
_KEYS = {"say", "kind", "op", "with", "after", "before", "not_before", "inside", "joins"}
# Fails only where a word would be cut in two.
_EDGE = r"(?!(?<=\w)\w)"


@cache
def load_times(language: str) -> TimeLexicon:
    """The time expressions of a language (its code, such as ``fr``); raises DataError when malformed or missing."""
    source = resources.files("dragoman.languages").joinpath(language, "times.yaml")
    if not source.is_file():
        raise DataError(f"no time expressions for language {language!r}: languages/{language}/times.yaml is missing")
    return read_times(source.read_text(encoding="utf-8"), f"languages/{language}/times.yaml")


def read_times(source: str, name: str) -> TimeLexicon:
    """Compile the text of a times file; `name` is what errors call it. Raises DataError naming the entry."""
    try:
        data = yaml.load(source, Loader=_Loader)
    except yaml.YAMLError as error:
        raise DataError(f"{name} is no valid YAML: {error}") from error
    return _Builder(name, data).lexicon()


class _Loader(yaml.CSafeLoader):
    """YAML that refuses a key given twice, which would silently lose a word."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[object] = set()
        for key_node, _ in node.value:
            if key_node.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key_node.value!r} twice", key_node.start_mark)
            seen.add(key_node.value)
        return super().construct_mapping(node, deep)


class _Builder:
    """Checks one file and compiles it; every error names the file and the entry."""

    def __init__(self, name: str, data: object) -> None:
        self.name = name
        self.entry = "top level"
        self.data = self._mapping(data)
        if unknown := set(self.data) - _SECTIONS:
            raise self._error(f"unknown section {sorted(unknown)[0]!r}")
        if missing := {"language", "words", "sets", "expressions"} - set(self.data):
            raise self._error(f"section {sorted(missing)[0]!r} is missing")
        self.shapes = self._regular_expressions("shapes")
        self.marks = self._regular_expressions("marks")
        self.classes: dict[str, WordClass] = {}
        self.fragments = {key: str(value) for key, value in self._section("fragments").items()}
        self.sets: dict[str, list[str]] = self._section("sets")
        for key, kinds in self.sets.items():
            if not isinstance(kinds, list) or (unknown := set(kinds) - set(KINDS)):
                raise self._error(f"set {key!r} must list kinds: {', '.join(KINDS)}")
        self.set_texts: dict[str, frozenset[str]] = {}
        self.drafts: list[tuple[str, dict[str, Any], Sequence, Sequence]] = []

    def lexicon(self) -> TimeLexicon:
        """Everything checked and compiled."""
        self._read_classes()
        guards = [guard if isinstance(guard, dict) else {"say": guard} for guard in self.data.get("guards", [])]
        for section, entries in (("guards", guards), ("expressions", self.data["expressions"])):
            if not isinstance(entries, list):
                raise self._error(f"section {section!r} must be a list")
            for number, entry in enumerate(entries, 1):
                self.entry = f"{section}, entry {number}"
                self._draft(entry, guard=section == "guards")
        patterns = [self._compiled(order, *draft) for order, draft in enumerate(self.drafts)]
        self.entry = "sets"
        members = {name: [p for p in patterns if self._belongs(p, name)] for name in self.sets}
        if empty := [name for name, found in members.items() if not found]:
            raise self._error(f"no expression belongs to set {empty[0]!r}")
        return TimeLexicon(
            language=str(self.data["language"]),
            patterns=PatternIndex.of([p for p in patterns if not p.inside]),
            sets={name: PatternIndex.of([p for p in found if not p.cued]) for name, found in members.items()},
            emblems=self._emblems(),
            ahead=self._listed("ahead"),
            leading=self._listed("leading"),
        )

    # --- words --------------------------------------------------------------------------------------------------

    def _regular_expressions(self, section: str) -> dict[str, str]:
        shapes = {}
        for key, shape in self._section(section).items():
            self.entry = f"{section}, {key}"
            try:
                if re.compile(str(shape)).groups:
                    raise self._error("no capturing group is allowed: write (?:…)")
            except re.error as error:
                raise self._error(f"{shape!r} is no regular expression: {error}") from error
            shapes[str(key)] = str(shape)
        return shapes

    def _read_classes(self) -> None:
        words = self._section("words")
        for key, value in words.items():
            self.entry = f"words, {key}"
            if not isinstance(value, list):
                self.classes[key] = WordClass(self._spellings(value), self._shape_of(key))
        for key, shape in (*self.shapes.items(), *self.marks.items()):
            self.classes.setdefault(key, WordClass({}, (shape,)))
        for key, value in words.items():
            self.entry = f"words, {key}"
            if isinstance(value, list):
                parts = [self._class_of(str(part)) for part in value]
                merged = {word: item for part in parts for word, item in part.values.items()}
                self.classes[key] = WordClass(merged, tuple(shape for part in parts for shape in part.shapes))

    def _shape_of(self, key: str) -> tuple[str, ...]:
        return (self.shapes[key],) if key in self.shapes else ()

    def _spellings(self, value: object) -> dict[str, int | str]:
        spellings: dict[str, int | str] = {}
        for word, item in self._mapping(value).items():
            if isinstance(item, bool) or not isinstance(item, int | str):
                raise self._error(f"the value of {word!r} must be a number or a word")
            if folded(str(word)) in spellings:
                raise self._error(f"{word!r} is there twice")
            spellings[folded(str(word))] = item
        return spellings

    def _class_of(self, name: str) -> WordClass:
        if name not in self.classes:
            raise self._error(f"no word class or shape {name!r}")
        return self.classes[name]

    def _listed(self, section: str) -> frozenset[str]:
        self.entry = section
        words = self.data.get(section, [])
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise self._error(f"{section!r} is a list of words")
        return frozenset(map(fold, words))

    def _emblems(self) -> dict[tuple[int, int], int]:
        emblems = {}
        for number, entry in enumerate(self.data.get("emblems", []), 1):
            self.entry = f"emblems, entry {number}"
            fields = self._mapping(entry)
            if set(fields) != {"month", "day", "year"}:
                raise self._error("an emblem has month, day and year")
            for key, value in fields.items():
                self._check_value(key, value)
            emblems[fields["month"], fields["day"]] = fields["year"]
        return emblems

    # --- expressions --------------------------------------------------------------------------------------------

    def _draft(self, entry: object, guard: bool) -> None:
        """Check the keys of an entry and parse its templates."""
        fields = self._mapping(entry)
        if unknown := set(fields) - _KEYS:
            raise self._error(f"unknown key {sorted(unknown)[0]!r}")
        if "say" not in fields:
            raise self._error("`say` is missing")
        if not guard and fields.get("kind") not in KINDS:
            raise self._error(f"{fields.get('kind')!r} is no kind: choose from {', '.join(KINDS)}")
        if fields.get("op", "calendar") not in OPS:
            raise self._error(f"{fields['op']!r} is no op: choose from {', '.join(OPS)}")
        for path, value in self._mapping(fields.get("with", {})).items():
            self._check_value(path, value)
        for joined in fields.get("joins", []):
            if joined not in self.sets:
                raise self._error(f"no set {joined!r} to join")
        says = fields["say"] if isinstance(fields["say"], list) else [fields["say"]]
        for say in says:
            sequence = self._parsed(str(say))
            cue = self._parsed(str(fields["after"])) if "after" in fields else ()
            self.drafts.append((f"{self.entry} ({say})", {**fields, "guard": guard}, cue, sequence))

    def _parsed(self, template: str) -> Sequence:
        try:
            return parse(template, self.fragments)
        except DataError as error:
            raise self._error(str(error)) from error

    def _compiled(
        self, order: int, where: str, fields: Mapping[str, Any], cue: Sequence, sequence: Sequence
    ) -> Pattern:
        self.entry = where
        head = Compiler(self._class_of).pattern([*cue, Space()]) + "(?P<here>)" if cue else ""
        whole: Sequence = (*cue, Space(), *sequence) if cue else sequence
        try:
            opened = openings(whole, lambda slot: self._texts(slot, ()))
        except DataError as error:
            raise self._error(str(error)) from error
        return Pattern(
            say=where,
            order=order,
            kind=None if fields["guard"] else fields["kind"],
            op=fields.get("op", "calendar"),
            fixed=tuple(fields.get("with", {}).items()),
            steps=tuple(self._steps(head, sequence, self._tail(fields))),
            openings=frozenset(opened),
            inside=bool(fields.get("inside", False)),
            cued=bool(cue),
        )

    def _tail(self, fields: Mapping[str, Any]) -> str:
        tail = _EDGE
        if "before" in fields:
            tail = r"(?=[^\S\n]*(?:" + Compiler(self._class_of).pattern(self._parsed(fields["before"])) + "))"
        if "not_before" in fields:
            not_after = Compiler(self._class_of).pattern(self._parsed(fields["not_before"]))
            tail += rf"(?![^\S\n]*(?:{not_after}){_EDGE})"
        return tail

    def _steps(self, head: str, sequence: Sequence, tail: str) -> Iterator[Words | Inner]:
        run: list[Item] = []
        for item in sequence:
            if isinstance(item, Slot) and item.filler in self.sets:
                if item.field not in ("first", "last"):
                    raise self._error(f"a set fills `first` or `last`, not {item.field!r}")
                if run or head:
                    yield self._words(head, run, "")
                head, run = "", []
                yield Inner(item.field, item.filler)
            else:
                run.append(item)
        yield self._words(head, run, tail)

    def _words(self, head: str, run: list[Item], tail: str) -> Words:
        compiler = Compiler(self._class_of)
        source = head + compiler.pattern(run) + tail
        groups = tuple((field, self._class_of(filler)) for field, filler in compiler.groups)
        for (field, filler), (_, word_class) in zip(compiler.groups, groups, strict=True):
            low, _ = NUMBER_FIELDS.get(field.rpartition(".")[2], (None, None))
            for value in [*word_class.values.values(), *([low] if word_class.shapes else [])]:
                self._check_value(field, value)
            if filler in self.marks:
                raise self._error(f"mark {filler!r} fills no field: write {{_:{filler}}}")
        return Words(source, groups)

    def _check_value(self, path: str, value: object) -> None:
        part, _, field = path.rpartition(".")
        if part not in ("", "first", "last"):
            raise self._error(f"{path!r}: only `first` and `last` have fields of their own")
        number = isinstance(value, int) and not isinstance(value, bool)
        if field in NUMBER_FIELDS:
            low, high = NUMBER_FIELDS[field]
            fits = number and low <= int(str(value)) <= high
        elif field in WORD_FIELDS:
            fits = value in WORD_FIELDS[field]
        elif field == "op" and part:
            fits = value in OPS
        elif field in (*FLAG_FIELDS, "back"):
            fits = isinstance(value, bool)
        else:
            raise self._error(f"no field {path!r}")
        if not fits:
            raise self._error(f"{path}: {value!r} is out of bounds")

    def _texts(self, slot: Slot, open_sets: tuple[str, ...]) -> frozenset[str]:
        """How a slot's fillers may begin."""
        if slot.filler in self.marks:
            return frozenset({OPEN})
        if slot.filler not in self.sets:
            word_class = self._class_of(slot.filler)
            return frozenset(word_class.values) | ({"0"} if word_class.shapes else set())
        if slot.filler in open_sets:
            raise DataError(f"set {slot.filler!r} has itself among its first two words")
        if slot.filler not in self.set_texts:
            deeper = (*open_sets, slot.filler)
            self.set_texts[slot.filler] = frozenset(
                text
                for _, fields, cue, sequence in self.drafts
                if not cue and self._in_set(fields.get("kind"), fields.get("joins", []), slot.filler)
                for text in opening_texts(sequence, lambda inner: self._texts(inner, deeper))
            )
        return self.set_texts[slot.filler]

    def _belongs(self, pattern: Pattern, name: str) -> bool:
        fields = self.drafts[pattern.order][1]
        return not fields["guard"] and self._in_set(pattern.kind, fields.get("joins", []), name)

    def _in_set(self, kind: str | None, joined: list[str], name: str) -> bool:
        return kind in self.sets[name] or name in joined

    # --- shape of the file --------------------------------------------------------------------------------------

    def _section(self, name: str) -> dict[Any, Any]:
        return self._mapping(self.data.get(name, {}))

    def _mapping(self, value: object) -> dict[Any, Any]:
        if not isinstance(value, dict):
            raise self._error(f"a mapping is needed, not {type(value).__name__}")
        return value

    def _error(self, message: str) -> DataError:
        return DataError(f"{self.name}: {self.entry}: {message}")
