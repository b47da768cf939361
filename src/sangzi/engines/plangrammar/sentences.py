"""A sentence of the clean text, cut into the comma clauses in which quantities are read.

A cut inside “…”, 《…》 or (…) is no cut of the sentence around it. Sentences longer than `LONGEST` are broken up,
so that the work for one quantity is bounded whatever the text.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

LONGEST = 1200
_STOP = re.compile("[!?\n。](?:(?<!。)|(?!其中))")
"""What ends a sentence; 其中 goes on with the one before."""
_QUOTED = re.compile(r"“[^“”\n]{0,80}”|《[^《》\n]{0,80}》|\"[^\"\n]{0,60}\"|‘[^‘’\n]{0,60}’|【[^【】\n]{0,40}】")
_BRACKET = re.compile(r"\((?:[^()\n]{0,200}\)|(?:[^()\n]|\([^()\n]{0,20}\)){0,200}\))")
_CUT = re.compile(r"[,;:。 |—-](?:(?<=[,;:。 |])|(?<=-)-+|(?<=—)—+)")
_SOFT_BREAK = re.compile("[,;、]")


@dataclass(slots=True)
class Sentence:
    """Characters `start` to `end` of the clean text, with what is quoted in it and where its comma clauses begin."""

    text: str
    start: int
    end: int
    quoted: list[tuple[int, int]] = field(default_factory=list)
    brackets: list[tuple[int, int]] = field(default_factory=list)
    cuts: list[int] = field(default_factory=list)
    segments: dict[int, tuple[int, int]] = field(default_factory=dict)

    def segment(self, position: int) -> tuple[int, int]:
        """The comma clause around a position, without its closing mark."""
        if position in self.segments:
            return self.segments[position]
        index = bisect_right(self.cuts, position)
        start = self.cuts[index - 1] if index else self.start
        end = self.cuts[index] - 1 if index < len(self.cuts) else self.end
        found = self.segments[position] = (start, max(start, end))
        return found

    def closing(self, position: int) -> str:
        """The mark that closes the comma clause around a position."""
        return self.text[self.segment(position)[1] : self.segment(position)[1] + 1]

    def in_quotes(self, start: int, end: int) -> tuple[int, int] | None:
        """The quotation or title that holds a span, if one does."""
        return _around(self.quoted, start, end)

    def in_brackets(self, start: int, end: int) -> tuple[int, int] | None:
        """The bracket that holds a span, if one does."""
        return _around(self.brackets, start, end)


def _around(spans: list[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    if not spans:
        return None
    index = bisect_right(spans, (start, end)) - 1
    for span in spans[max(0, index) : index + 2]:
        if span[0] <= start and end <= span[1]:
            return span
    return None


def bounds(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every sentence, closing mark left out; long ones come in pieces."""
    at = 0
    for match in _STOP.finditer(text):
        stop = match.start()
        if stop - at > LONGEST:
            yield from _pieces(text, at, stop)
        elif stop > at:
            yield at, stop
        at = match.end()
    yield from _pieces(text, at, len(text))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        stop = -1
        for match in _SOFT_BREAK.finditer(text, start + LONGEST // 2, start + LONGEST):
            stop = match.start()
        stop = stop if stop > 0 else start + LONGEST
        yield start, stop
        start = stop
    if end > start:
        yield start, end


def analyse(text: str, start: int, end: int, marks: list[int]) -> Sentence:
    """The sentence between two offsets; `marks` are where quantities stand in it.

    A bracket with a quantity inside is read as comma clauses of its own.
    """
    sentence = Sentence(text, start, end)
    sentence.quoted = [match.span() for match in _QUOTED.finditer(text, start, end)]
    sentence.brackets = [match.span() for match in _BRACKET.finditer(text, start, end)]
    if not sentence.quoted and not sentence.brackets:
        sentence.cuts = [match.end() for match in _CUT.finditer(text, start, end)]
        return sentence
    closed = [span for span in sentence.brackets if not _holds(span, marks)]
    opened = [span for span in sentence.brackets if _holds(span, marks)]
    shut = sorted(sentence.quoted + closed)
    cuts = {match.end() for match in _CUT.finditer(text, start, end)}
    cuts |= {edge for left, right in opened for edge in (left + 1, right)}
    sentence.cuts = sorted(cut for cut in cuts if not _around(shut, cut - 1, cut))
    return sentence


def _holds(span: tuple[int, int], marks: list[int]) -> bool:
    index = bisect_left(marks, span[0])
    return index < len(marks) and marks[index] < span[1]
