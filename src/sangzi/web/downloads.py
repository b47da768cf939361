"""Files as answers: saved, never shown in the page's own origin, never kept on the way."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from django.http import StreamingHttpResponse

from sangzi.kernel.models import Paper
from sangzi.kernel.paper_kinds import TYPES
from sangzi.kernel.worksheets import Exported

ROWS = "X-Row-Count"
"""The header that says how many rows an exported list has, to be compared with what was received."""


def paper_download(paper: Paper, pieces: Iterable[bytes], *, called: str = "") -> StreamingHttpResponse:
    """The answer that carries a paper; `pieces` are those of `kernel.papers.open_paper`.

    `called`: what it is called instead, where its own name could tell whose it is.
    """
    answer = _download(pieces, TYPES[paper.kind], f"{called}.{paper.kind}" if called else paper.name)
    answer["Content-Length"] = str(paper.size)
    return answer


def list_download(ready: Exported) -> StreamingHttpResponse:
    """The answer that carries an exported list, its rows counted in a header."""
    answer = _download(ready, ready.content_type, ready.name)
    answer[ROWS] = str(ready.rows)
    return answer


def _download(pieces: Iterable[bytes], content_type: str, name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(pieces, content_type=content_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    # Should a browser show it after all: no script, no address of ours.
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
