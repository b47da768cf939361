"""Alternations rewritten so that a search skips whatever cannot begin one.

The search of Python's `re` is several times faster over characters that begin no match when every alternative of a
pattern begins with a character of its own. `by_first` brings an alternation of words into that form; what it matches
stays the same.
"""

import re
from collections.abc import Iterator, Mapping

_LOOKING_BACK = re.compile(r"\(\?<[!=][^()|]+\)")
_FIRST = re.compile(r"\\[^\w\n]|\[[^\]\\^-]+\]|[^\\\[\](){}?*+|.^$]")
_REPEATED = frozenset("?*+{")


def by_first(words: str) -> str:
    """The same alternation parted by first characters: 去年|(?<!以)上年|去岁 as 去(?:年|岁)|上(?:(?<!以上)年).

    Each alternative begins with a character, or one of several in brackets, perhaps after what it looks back at; else
    ValueError. Linear in the length of the pattern.
    """
    return _joined((first, rest) for one in alternatives(words) for first, rest in _parted(one))


def by_first_of_kinds(kinds: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """`by_first` of several alternations together, and the kind that each of its groups stands for, from group 1 on.

    A match has one group: `kinds[match.lastindex - 1]`. The alternations have no groups of their own.
    """
    found = [(first, rest, kind) for kind, words in kinds.items() for first, rest in _kind(words)]
    order = {first: place for place, first in enumerate(dict.fromkeys(first for first, _, _ in found))}
    found.sort(key=lambda one: order[one[0]])
    return _joined((first, f"({rest})") for first, rest, _ in found), tuple(kind for _, _, kind in found)


def _kind(words: str) -> Iterator[tuple[str, str]]:
    """First characters of the alternatives of one kind, each with all that may follow it."""
    follows: dict[str, list[str]] = {}
    for one in alternatives(words):
        for first, rest in _parted(one):
            follows.setdefault(first, []).append(rest)
    return ((first, "|".join(rests)) for first, rests in follows.items())


def _joined(parted: Iterator[tuple[str, str]]) -> str:
    follows: dict[str, list[str]] = {}
    for first, rest in parted:
        follows.setdefault(first, []).append(rest)
    return "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in follows.items())


def at_lines(text: str, first: re.Pattern[str], later: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches of one pattern at the beginning of a text and, with the line break before it, of later lines.

    A pattern that begins with a line break is found much faster than one that may begin a text as well. Linear.
    """
    match = first.match(text)
    if match:
        yield match
    yield from later.finditer(text, match.end() if match else 0)


def after_marks(text: str, first: re.Pattern[str], later: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str]]]:
    """The matches of one pattern at the beginning of a text and, with the mark they must follow, of later places.

    Each with where it begins after its mark. The last character of a match may be the mark before the next. Linear.
    """
    match = first.match(text)
    if match:
        yield 0, match
    at = match.end() - 1 if match else 0
    while match := later.search(text, at):
        yield match.start() + 1, match
        at = match.end() - 1


def alternatives(words: str) -> Iterator[str]:
    """The alternatives of a pattern; a bar in a bracket, in a class or after a backslash parts nothing."""
    depth = begin = at = 0
    while at < len(words):
        char = words[at]
        if char == "[":
            at = words.index("]", at + 2)
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            yield words[begin:at]
            begin = at + 1
        at += 2 if char == "\\" else 1
    yield words[begin:]


def _parted(alternative: str) -> Iterator[tuple[str, str]]:
    """The first characters of an alternative, each with what follows it."""
    at, behind = 0, []
    while match := _LOOKING_BACK.match(alternative, at):
        behind.append(match.group()[:-1])
        at = match.end()
    first = _FIRST.match(alternative, at)
    if first is None or alternative[first.end() : first.end() + 1] in _REPEATED:
        raise ValueError(f"The alternative begins with no character of its own: {alternative}")
    chars = map(re.escape, first.group()[1:-1]) if first.group()[0] == "[" else [first.group()]
    for char in chars:
        yield char, "".join(f"{look}{char})" for look in behind) + alternative[first.end() :]
