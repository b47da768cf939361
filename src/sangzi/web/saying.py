"""How it was, said by one side with the files that come along: the form of a person's page and of the desk's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.fields import Answer, Field, canonical
from sangzi.kernel.models import Account, Paper
from sangzi.programmes import actions
from sangzi.programmes.definitions import frozen
from sangzi.programmes.models import Placement, Side
from sangzi.programmes.queries.life import feedback_of
from sangzi.programmes.questions import asked
from sangzi.web.answer_forms import ReportForm
from sangzi.web.me.uploads import carried, keep_sent, papers_named
from sangzi.web.refused_forms import OWN, complain


@dataclass
class Saying:
    """A form, the files that came with it, and whether what it says was taken down."""

    form: ReportForm
    files: dict[str, Answer]
    taken: bool = False

    @property
    def page(self) -> dict[str, Any]:
        """What a template shows: the form, its files beside their fields."""
        return {"form": self.form, "papers": papers_named(self.files, OWN), "multipart": True}


def saying(request: Any, placement: Placement, side: Side) -> Saying:
    """The form of one side; where it was sent and nothing is wrong, what it says is taken down."""
    fields = asked(frozen(placement.opening.round.definition), side)
    files = carried(request, fields)
    form = ReportForm(request.POST or None, request.FILES or None, asked=fields, there=canonical(files))
    said = Saying(form, files)
    if request.method == "POST":
        sound = form.is_valid()
        said.files |= keep_sent(request, form, timezone.now(), prefix=OWN)
        said.taken = sound and form.is_valid() and _taken(request, placement, side, said)
    return said


def _taken(request: Any, placement: Placement, side: Side, said: Saying) -> bool:
    """Take it down, or put the refusal beside its field."""
    try:
        answers = said.form.given_with(said.files)
        actions.give_feedback(placement=placement, side=side, answers=answers, now=timezone.now(), by=request.user)
    except (BadInput, Conflict) as refused:
        complain(said.form, refused)
        return False
    return True


def said_of(placement: Placement, side: Side, account: Account) -> list[tuple[Field, str, Paper | None]]:
    """What an account said itself: each question with its words, or with the file that is still there."""
    told = feedback_of(placement, side, account)
    papers = papers_named({field.key: text for field, text in told if field.kind == "file"}, "")
    gone = _("已按期删除")
    return [
        (field, gone if field.kind == "file" and field.key not in papers else text, papers.get(field.key))
        for field, text in told
    ]
