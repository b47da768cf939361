"""What somebody reads on a page: its text, without spaces, so that two pages can be held to say the same."""

from __future__ import annotations

from html.parser import HTMLParser

UNSEEN = {"script", "style", "template", "svg", "title"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self.unseen += tag in UNSEEN

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in UNSEEN

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.words.append("".join(data.split()))


def words_of(page: bytes) -> str:
    reader = _Reader()
    reader.feed(page.decode())
    return "".join(reader.words)


def first_difference(one: str, other: str) -> str:
    """Where two texts part; empty where they do not."""
    if one == other:
        return ""
    at = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(one))
    return f"…{one[max(0, at - 20) : at + 30]}… / …{other[max(0, at - 20) : at + 30]}…"
