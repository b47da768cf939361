"""Files as answers."""

from __future__ import annotations

import datetime as dt
import io

from sangzi.kernel import papers
from sangzi.kernel.worksheets import Column, Told, export
from sangzi.web.downloads import list_download, paper_download

NOW = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
PDF = b"%PDF-1.7 <script>alert(1)</script>"


def test_a_paper_is_saved_and_not_run(member):
    paper = papers.keep_paper(file=io.BytesIO(PDF), name='成绩"单\r\n.pdf', field="proof", now=NOW, by=member)
    answer = paper_download(paper, papers.open_paper(paper=paper, by=member))
    assert answer["Content-Disposition"] == "attachment; filename*=UTF-8''%E6%88%90%E7%BB%A9%E5%8D%95.pdf"
    assert (answer["X-Content-Type-Options"], answer["Content-Length"]) == ("nosniff", str(len(PDF)))
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == PDF


def test_a_list_says_how_many_rows_it_has():
    told = Told("王芳", NOW)
    answer = list_download(export((Column("name", "姓名"),), [["张三"]] * 3, title="名单", told=told))
    assert answer["X-Row-Count"] == "3"
    assert answer["Cache-Control"] == "private, no-store"
    assert b"".join(answer.streaming_content).startswith(b"PK")
