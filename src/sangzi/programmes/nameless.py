"""What is offered for somebody who is not to be known says nothing by which they could be found."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.utils.translation import gettext as _

from sangzi.engines.plangrammar.privacy import private_spans
from sangzi.kernel.errors import BadInput

from .models import Opening
from .steps import Openings


def refuse_named(step: Openings, opening: Opening) -> None:
    """Raise `BadInput` for the first text of an opening that holds a number, an address of mail or a name. No query.

    Names are only seen where a word introduces them: who offers is asked to look for the others.
    """
    if not step.nameless:
        return
    for field, text in _texts(opening):
        if private_spans(text):
            raise BadInput(
                _(
                    "这里不能写出是为了谁：请去掉姓名、电话、证件号和邮箱，只写需要什么。交付时联系村委、学校或青年之家。"
                ),
                field=field,
            )


def _texts(opening: Opening) -> Iterator[tuple[str, str]]:
    yield "title", opening.title
    yield "summary", opening.summary
    for field, answer in json.loads(opening.answers).items():
        if isinstance(answer, str):
            yield field, answer
