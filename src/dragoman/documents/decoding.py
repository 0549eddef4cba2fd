"""Bytes to text: the encoding, damaged encodings repaired, invisible characters and line ends levelled.

Typographic quotes and apostrophes stay as they are. Everything here takes time linear in the input.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass

import ftfy

from dragoman.errors import ReadError

_MAGIC = (
    b"%PDF", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"\x7fELF", b"OggS",
    b"ID3", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"SQLite format 3", b"PAR1", b"MZ\x90",
)  # fmt: skip
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65536
_MARKUP = re.compile(r"\s{0,99}(?:<!doctype html|<html|<\?xml|\{\\rtf)", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_PLAIN = re.compile(r"[\t\n\r\x20-\x7e\u00a0-\u024f\u0370-\u052f\u0600-\u06ff\u2010-\u2030\u20ac\u2116]")
# Lead characters of UTF-8 read as a single-byte encoding; a line without them needs no repair.
_MOJIBAKE = re.compile("[\u0080-\u009fÂÃÄÅÎÏÐÑØÙâãðРС]")
_CHUNK = 4096
_LEVELLED: dict[int, str] = {
    **dict.fromkeys((*range(0x00, 0x09), *range(0x0E, 0x20), 0x7F, *range(0x80, 0xA0)), ""),
    **dict.fromkeys((0x0B, 0x0C, 0x1C, 0x1D, 0x1E, 0x2028, 0x2029), "\n"),
    **dict.fromkeys((0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " "),
    # Soft hyphen, zero-width characters, direction marks, byte-order mark: they split words for whoever compares them.
    **dict.fromkeys((0xAD, 0x034F, 0x061C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F)), ""),
    **dict.fromkeys((*range(0x2060, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC)), ""),
    0x85: "\n",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with ``\\n`` line ends, and what had to be done to it."""

    text: str
    flags: tuple[str, ...]


def decode(content: bytes) -> Decoded:
    """Read bytes as text: UTF-8, UTF-16 and UTF-32 with or without mark, Windows-1252 or 1251, and mixtures.

    Raises ReadError with reason ``empty``, ``binary``, ``markup`` or ``no-letters``: every byte string that is no
    binary has a reading.
    """
    if not content.strip():
        raise ReadError("the file is empty", "empty")
    if looks_binary(content):
        raise ReadError("not a text file; save the report as plain text", "binary")
    flags: list[str] = []
    text = _decode_bytes(content, flags)
    if _MARKUP.match(text):
        raise ReadError("HTML or RTF, not plain text; save the report as plain text", "markup")
    text = _repair(text.replace("\r\n", "\n").replace("\r", "\n"), flags)
    text = _compose(text.translate(_LEVELLED))
    if "\ufffd" in text:
        flags.append("damaged-characters")
    letters = re.search(r"[^\W\d_]", text)
    if letters is None:
        raise ReadError("no letter in the file; nothing to read", "no-letters")
    return Decoded(text, tuple(flags))


def looks_binary(content: bytes) -> bool:
    """Whether the bytes are no text in any encoding that is read here."""
    if content.startswith(_MAGIC):
        return True
    if any(content.startswith(mark) for mark, _ in _BOMS):
        return False
    sample = content[:_SAMPLE]
    if b"\0" in sample and _find_wide(sample):
        return False
    controls = len(_CONTROLS.findall(sample.decode("latin-1")))
    return controls > max(8, len(sample) // 50)


def _decode_bytes(content: bytes, flags: list[str]) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _decode_as(content[len(mark) :], encoding, flags)
    wide = _find_wide(content[:_SAMPLE]) if b"\0" in content[:_SAMPLE] else None
    return _decode_as(content, wide or "utf-8", flags)


def _decode_as(content: bytes, encoding: str, flags: list[str]) -> str:
    if encoding != "utf-8":
        return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass  # not plain UTF-8: what it is instead is settled below
    try:
        # Surrogates written as if they were characters: pairs are joined, lone ones become the replacement character.
        paired = content.decode("utf-8", "surrogatepass")
        return paired.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    except UnicodeDecodeError:
        pass
    lossy = content.decode("utf-8", "replace")
    damaged = lossy.count("\ufffd")
    sound = sum(1 for character in lossy[: 4 * _SAMPLE] if character > "\x7f" and character != "\ufffd")
    if sound > damaged:
        flags.append("mixed-encoding")
        return content.decode("utf-8", _FALLBACK)
    text = content.decode("latin-1").translate(_C1)
    high = sum(1 for character in text[:_SAMPLE] if "À" <= character <= "ÿ")
    low = sum(1 for character in text[:_SAMPLE] if character.isascii() and character.isalpha())
    if high > 2 * low and high >= 8:
        return content.decode("cp1251", "replace")
    return text


def _find_wide(sample: bytes) -> str | None:
    """The byte order of UTF-16 without a mark, if that is what the sample is."""
    sample = sample[: len(sample) // 2 * 2]
    best, share = None, 0.9
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        plain = len(_PLAIN.findall(text)) / max(1, len(text))
        if plain > share:
            best, share = encoding, plain
    return best


def _repair(text: str, flags: list[str]) -> str:
    """Undo UTF-8 that was read as a single-byte encoding, line by line, since pages mix both."""
    repaired = False
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if not _MOJIBAKE.search(line):
            continue
        mended = "".join(ftfy.fix_encoding(chunk) for chunk in _iter_chunks(line))
        if mended != line:
            lines[number] = mended
            repaired = True
    if repaired:
        flags.append("mojibake-repaired")
    return "\n".join(lines)


def _iter_chunks(line: str) -> list[str]:
    """Pieces of about a page that end at a plain space where there is one."""
    chunks: list[str] = []
    start = 0
    while start < len(line):
        end = start + _CHUNK
        if end < len(line):
            space = line.rfind(" ", start, end)
            end = space + 1 if space > start else end
        chunks.append(line[start:end])
        start = end
    return chunks


def _compose(text: str) -> str:
    """Unicode NFC. In pieces, since composing a long run of combining marks takes time quadratic in the run."""
    if text.isascii():
        return text
    pieces: list[str] = []
    start = 0
    while start < len(text):
        end = min(start + 512, len(text))
        limit = min(end + 32, len(text))
        while end < limit and unicodedata.combining(text[end]):
            end += 1
        pieces.append(unicodedata.normalize("NFC", text[start:end]))
        start = end
    return "".join(pieces)


def _windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: a byte that is no UTF-8 is Windows-1252; an unfinished character at the end is dropped."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if error.end == len(error.object) and error.reason == "unexpected end of data":
        return "", error.end
    return "".join(_WINDOWS_1252[byte] for byte in error.object[error.start : error.end]), error.end


_WINDOWS_1252 = [bytes([byte]).decode("cp1252", "ignore") for byte in range(256)]
_C1 = {byte: _WINDOWS_1252[byte] for byte in range(0x80, 0xA0)}
_FALLBACK = "dragoman.windows-1252"
codecs.register_error(_FALLBACK, _windows_1252)
