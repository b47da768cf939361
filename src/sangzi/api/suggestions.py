"""Operations about whom a need finds: suggested, invited, told that this is taken back; and one's own answer."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from sangzi.people.access import get_entry_for
from sangzi.people.queries import person_card
from sangzi.programmes.access import get_opening_for, require_may_write
from sangzi.programmes.access.approaches import get_approach_for, get_own_approach, own_approaches
from sangzi.programmes.actions import answer_approach, approach, withdraw_approach
from sangzi.programmes.models import Approach, Opening
from sangzi.programmes.queries.suggestions import approaches_of, found_for
from sangzi.programmes.suggesting import Suggested

from .operations import Nothing, operation
from .suggestion_shapes import (
    AnswerAsked,
    InvitationShape,
    InviteAsked,
    OwnInvitationShape,
    SuggestionShape,
    SuggestionsShape,
)

MANY = 50


@operation("GET", "openings/<int:opening>/suggestions/", whom="staff", answers=SuggestionsShape)
def read_suggestions(request: Any, _asked: Nothing, opening: int) -> SuggestionsShape:
    """Whom an opening finds that one works at: people who agreed to it, masked, the best first, with the reason."""
    there = _worked_at(request, opening)
    found = found_for(there, request.scope, timezone.localdate())
    return SuggestionsShape(
        opening=there.pk, suggested=[_suggestion(one) for one in found.suggested], elsewhere=found.elsewhere
    )


@operation("GET", "openings/<int:opening>/invitations/", whom="staff", answers=list[InvitationShape])
def read_invitations(request: Any, _asked: Nothing, opening: int) -> list[InvitationShape]:
    """Who was asked to help with an opening, and what they answered."""
    return [_invitation(one) for one in approaches_of(_worked_at(request, opening))]


@operation("POST", "openings/<int:opening>/invitations/", whom="staff", asks=InviteAsked, answers=InvitationShape)
def invite(request: Any, asked: InviteAsked, opening: int) -> InvitationShape:
    """Ask somebody whom the opening finds to help; asked twice it is once."""
    there = _worked_at(request, opening)
    line = get_entry_for(request.scope, asked.entry)
    return _invitation(approach(opening=there, entry=line, note=asked.note, now=timezone.now(), by=request.user))


@operation(
    "POST", "openings/<int:opening>/invitations/<int:invitation>/withdraw/", whom="staff", answers=InvitationShape
)
def withdraw_invitation(request: Any, _asked: Nothing, opening: int, invitation: int) -> InvitationShape:
    """Take an invitation back that nobody has answered; the person is told."""
    found = get_approach_for(request.scope, opening, invitation)
    return _invitation(withdraw_approach(approach=found, now=timezone.now(), by=request.user))


@operation("GET", "invitations/", whom="signed-in", answers=list[OwnInvitationShape])
def read_own_invitations(request: Any, _asked: Nothing) -> list[OwnInvitationShape]:
    """What one was asked to help with oneself, the latest first; fifty at most."""
    return [_own(one) for one in own_approaches(request.user)[:MANY]]


@operation(
    "POST", "invitations/<int:invitation>/answer/", whom="signed-in", asks=AnswerAsked, answers=OwnInvitationShape
)
def answer_invitation(request: Any, asked: AnswerAsked, invitation: int) -> OwnInvitationShape:
    """Say oneself whether one would help; a yes binds to nothing."""
    found, willing = get_own_approach(request.user, invitation), asked.answer == "willing"
    return _own(
        answer_approach(approach=found, willing=willing, reply=asked.reply, now=timezone.now(), by=request.user)
    )


def _worked_at(request: Any, key: int) -> Opening:
    """An opening at which the account writes, as on its page."""
    found = get_opening_for(request.scope, key)
    require_may_write(request.scope, found.unit)
    return found


def _suggestion(one: Suggested) -> SuggestionShape:
    person = one.entry.person
    assert person is not None  # persons alone are suggested
    card = person_card(person)
    return SuggestionShape(
        entry=one.entry.pk, name=card.name, home=card.home.pk, home_name=card.home.short,
        register_key=one.entry.register, why=one.why.sentence,
    )  # fmt: skip


def _invitation(one: Approach) -> InvitationShape:
    return InvitationShape(
        id=one.pk, opening=one.opening_id, name=person_card(one.person).name, state=one.state, note=one.note,
        reply=one.reply, asked=one.asked, answered=one.answered,
    )  # fmt: skip


def _own(one: Approach) -> OwnInvitationShape:
    return OwnInvitationShape(
        id=one.pk, opening=one.opening_id, title=one.opening.title, unit=one.opening.unit_id, state=one.state,
        note=one.note, reply=one.reply, asked=one.asked,
    )  # fmt: skip
