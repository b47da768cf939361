"""What the reader was not sure of, as questions in words: asked of a person, not guessed."""

from __future__ import annotations

import json
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sangzi.engines.plangrammar.confidences import ASK_BELOW

from .losing import RULE as LOST
from .models import Commitment

__all__ = ["ASK_BELOW", "SAID", "asks", "is_asked", "questions_of"]

SAID = "asked"  # where `because` keeps the reader's own question
_INFERRED: dict[str, str | Promise] = {
    "deadline": gettext_lazy("期限不是这句话写的，是按整份规划推断的：对吗？"),
    "owners": gettext_lazy("责任部门取自别处的注明：管不管这一条？"),
    "status": gettext_lazy("是今后要做到的，还是已经做到的？"),
    "over": gettext_lazy("是合计的数，还是每一个单位、每一个人都要达到的？"),
    "comparator": gettext_lazy("没有写“不少于”“达到”之类的词：是不少于这个数吗？"),
}


def is_asked(*, state: str, has_value: bool, confidence: float) -> bool:
    """Whether a commitment waits for an answer rather than for a nod."""
    return state == Commitment.State.PROPOSED and (not has_value or confidence < ASK_BELOW)


def asks(commitment: Commitment) -> bool:
    """`is_asked` of one commitment."""
    return is_asked(state=commitment.state, has_value=commitment.value is not None, confidence=commitment.confidence)


def questions_of(commitment: Commitment) -> list[str]:
    """What a person is asked about a commitment; nothing where the reader was sure or a person has looked already.

    A reader that asks a question of its own is quoted; else the fields are named that the text does not state.
    """
    if commitment.value is None:
        return [_lost(commitment)]
    if not asks(commitment) or commitment.corrected:
        return []
    because: dict[str, Any] = json.loads(commitment.because)
    if SAID in because:
        return [str(because[SAID][0])]
    inferred = [str(question) for field, question in _INFERRED.items() if _is_inferred(commitment, because, field)]
    return inferred or [_("这句话是不是一项要求？请对照原文看一看。")]


def _lost(commitment: Commitment) -> str:
    if commitment.rule == LOST:
        return _("原文这里少了一个数：应该是多少？")
    return _("这一条没有目标值：是多少？")


def _is_inferred(commitment: Commitment, because: dict[str, Any], field: str) -> bool:
    """Whether a field has a value that no word of the text gave."""
    value = getattr(commitment, field)
    stands = value not in (None, "", "[]")
    if field == "over":
        return stands and not because.get("over") and not because.get("shape")
    return stands and not because.get(field)
