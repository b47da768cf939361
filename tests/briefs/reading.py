"""Reads a brief's file as a reader of DOCX does."""

from __future__ import annotations

import re

import docx
from docx.oxml.ns import qn

from sangzi.briefs.queries import file_of

RECEIPT = re.compile(r"/desk/receipts/(\d+)/$")


def opened(brief):
    return docx.Document(str(file_of(brief)))


def links(brief):
    """Every link of the document: (shown text, address)."""
    file = opened(brief)
    return [
        ("".join(text.text for text in link.iter(qn("w:t"))), file.part.rels[link.get(qn("r:id"))].target_ref)
        for link in file.element.body.iter(qn("w:hyperlink"))
    ]


def unlinked_text(brief) -> str:
    """All text outside links, by paragraph."""
    paragraphs = opened(brief).element.body.iter(qn("w:p"))
    return "\n".join(
        "".join(text.text for run in one.findall(qn("w:r")) for text in run.iter(qn("w:t"))) for one in paragraphs
    )


def receipt_of(address: str) -> int | None:
    found = RECEIPT.search(address)
    return int(found[1]) if found else None
