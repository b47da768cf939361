"""Applying: begun as a draft, filled, handed in, mended, withdrawn.

A round in which seats go to who comes first gives the seat in the same transaction in which the application is handed
in. Asked twice, with the same key or for the same draft, it is one application.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account

from ..access.own import get_draft
from ..again import again
from ..answering import answers_of, set_answers
from ..attachments import claim_files
from ..bidders import Bidder
from ..definitions import ProgrammeType, frozen
from ..ending import end
from ..handing_in import completed, hand_in, wishes_of
from ..holding import held as _held
from ..holding import hold_bidder
from ..keys import refuse_key
from ..models import ACTIVE, Application, ApplicationState, Opening, Round, Wish
from ..steps import Applications
from ..telling import tell_applicant
from ..together import Alone, Look, hand_in_together
from ..trail import mark, noted, today_of
from ..windows import refuse_ended, refuse_outside_window

IN_HAND = (ApplicationState.DRAFT, ApplicationState.RETURNED)  # the applicant may change it


@transaction.atomic
def begin(
    *,
    round: Round,  # noqa: A002  (the design's word)
    bidder: Bidder,
    key: str,
    now: datetime,
    by: Account | None,
) -> Application:
    """Begin an application as a draft that only the applicant sees. The same key again is the same application."""
    there = _same(round, bidder, key)
    if there is not None:
        return there
    application = _new(round, bidder, key, now, by)
    _insert(application)
    noted(application, "begin", by=by, now=now, crowd=True)
    return application


@transaction.atomic
def fill(
    *,
    application: Application,
    answers: Mapping[str, object],
    revision: int,
    now: datetime,
    by: Account | None,
    wishes: Sequence[Opening] | None = None,
    name: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Application:
    """Keep what was filled in so far; what must be answered may still be open. Without `wishes` those stay.

    `revision` is that of the form: what somebody else changed since is not overwritten.
    """
    application = _in_hand(application, revision)
    definition = frozen(application.round.definition)
    step = _step(definition)
    set_answers(application, step.fields, answers, draft=True)
    if name is not None:
        application.name = " ".join(name.split())[:200]
    application.since, application.until = since, until
    if wishes is not None:
        _wish(application, step, wishes)
    claim_files(application, definition, today_of(now), by)
    return _saved(application, now, by)


def submit(
    *, application: Application, revision: int, now: datetime, by: Account | None, agreed: bool = True
) -> Application:
    """Hand an application in. What is missing or not met is said before; a second click finds it handed in.

    Whoever else hands in at the same moment is dealt with in the same transaction, where the case is simple.
    `agreed`: whether the applicant has said yes to what the programme asks consent to.
    """
    look = partial(_look, agreed=agreed)
    try:
        return hand_in_together(application.pk, revision, now, by, look)
    except Alone:
        return _submit_alone(application=application, revision=revision, now=now, by=by, look=look)


def submit_own(*, key: int, revision: int, now: datetime, by: Account, agreed: bool) -> Application:
    """Hand in the account's own application of that key, which is read once, when it is held. Raises `NotVisible`."""

    def look(held: Application, wishes: list[Wish], revision: int, now: datetime) -> None:
        if held.person is None or held.person.account_id != by.pk:
            raise Alone  # perhaps it is one's own in another way
        _look(held, wishes, revision, now, agreed=agreed)

    try:
        return hand_in_together(key, revision, now, by, look)
    except Alone:
        return submit(application=get_draft(by, key), revision=revision, now=now, by=by, agreed=agreed)


@again
@transaction.atomic
def _submit_alone(
    *, application: Application, revision: int, now: datetime, by: Account | None, look: Look
) -> Application:
    held = _held(application)
    if _is_handed_in(held):
        return held
    wishes = wishes_of(held)
    look(held, wishes, revision, now)
    return hand_in(held, wishes, frozen(held.round.definition), now=now, by=by)


def _look(held: Application, wishes: list[Wish], revision: int, now: datetime, *, agreed: bool = True) -> None:
    """Raise what is missing or not met, for an application whose row is held."""
    if _is_handed_in(held):
        raise Alone
    _refuse_changed(held, revision)
    refuse_outside_window(held.round, now)
    definition = frozen(held.round.definition)
    if definition.consent is not None and not agreed:
        raise BadInput(_("请先阅读并勾选同意，再提交。"), field="agree")
    set_answers(held, _step(definition).fields, answers_of(held), draft=False)
    completed(held, wishes, definition, now)


def _is_handed_in(application: Application) -> bool:
    return application.state in ACTIVE and application.state != ApplicationState.RETURNED


@again
@transaction.atomic
def apply(
    *,
    round: Round,  # noqa: A002  (the design's word)
    bidder: Bidder,
    answers: Mapping[str, object],
    wishes: Sequence[Opening],
    key: str,
    now: datetime,
    by: Account | None,
    name: str = "",
    since: date | None = None,
    until: date | None = None,
) -> Application:
    """Begin, fill and hand in at once. The same key again is the same application."""
    there = _same(round, bidder, key)
    if there is not None:
        return there
    definition = frozen(round.definition)
    refuse_outside_window(round, now)
    application = _new(round, bidder, key, now, by)
    application.name, application.since, application.until = " ".join(name.split())[:200], since, until
    set_answers(application, _step(definition).fields, answers, draft=False)
    chosen = _chosen(application, _step(definition), wishes)
    completed(application, chosen, definition, now)
    try:
        hand_in(application, chosen, definition, now=now, by=by)
    except IntegrityError as error:
        raise _used_key() from error
    claim_files(application, definition, today_of(now), by)
    return application


@again
@transaction.atomic
def withdraw(*, application: Application, now: datetime, by: Account | None, reason: str = "") -> Application:
    """Take an application back, in any state before the work begins. A seat it had goes to the next in line."""
    return end(_held(application), ApplicationState.WITHDRAWN, reason, now=now, by=by, act="withdraw", crowd=True)


@transaction.atomic
def return_for_mending(*, application: Application, reason: str, now: datetime, by: Account | None) -> Application:
    """Give an application back to be mended, and say why."""
    held = _held(application)
    if held.state != ApplicationState.SUBMITTED:
        raise Conflict(_("只有待审核的申请可以退回修改；请刷新页面。"), application=held.pk)
    if not reason.strip():
        raise BadInput(_("退回修改要写明要改什么；请补充。"), field="reason")
    held.state, held.reason = ApplicationState.RETURNED, reason.strip()[:300]
    _saved(held, now, by)
    mark(held, "applications", "returned", now=now, by=by, note=held.reason)
    noted(held, "return_for_mending", by=by, now=now)
    tell_applicant(held, "returned", now=now, by=by)
    return held


def _same(round_: Round, bidder: Bidder, key: str) -> Application | None:
    """The application that an earlier request of this key has made; refuses one too many. Holds the bidder's row."""
    refuse_key(key)
    step = _step(frozen(round_.definition))
    if bidder.kind not in step.by:
        raise BadInput(_("这个项目不接受这类报名；请换一种身份报名。"), field="kind")
    refuse_ended(round_)
    hold_bidder(bidder)
    own = Application.objects.select_related("round").filter(Q(key=key) | Q(bidder.named, round=round_))
    there = list(own.order_by("pk"))
    same = next((one for one in there if one.key == key), None)
    if same is not None:
        if same.round_id != round_.pk or not _is_of(same, bidder):
            raise _used_key()
        return same
    _refuse_one_more(round_, step, there)
    return None


def refuse_one_more(round_: Round, bidder: Bidder) -> None:
    """Raise `Conflict` where a bidder has as many applications in a round as each may have."""
    _refuse_one_more(round_, _step(frozen(round_.definition)), Application.objects.filter(bidder.named, round=round_))


def _refuse_one_more(round_: Round, step: Applications, there: Iterable[Application]) -> None:
    alive = [one for one in there if one.state in (ApplicationState.DRAFT, *ACTIVE)]
    if len(alive) >= step.each:
        raise Conflict(
            _("在批次“%(round)s”里已有%(count)d份申请，每方最多%(each)d份；请继续办理已有的申请，或先撤回。")
            % {"round": round_.title, "count": len(alive), "each": step.each},
            application=alive[0].pk,
        )


def _is_of(application: Application, bidder: Bidder) -> bool:
    pks = [one.pk if one else None for one in (bidder.person, bidder.partner, bidder.unit)]
    return [application.person_id, application.partner_id, application.for_unit_id] == pks


def _new(round_: Round, bidder: Bidder, key: str, now: datetime, by: Account | None) -> Application:
    """A draft, not yet written. It is dealt with where the bidder belongs, if the round reaches so far."""
    home = bidder.home
    return Application(
        round=round_,
        unit=home if home.path.startswith(round_.unit.path) else round_.unit,
        kind=bidder.kind,
        person=bidder.person,
        partner=bidder.partner,
        for_unit=bidder.unit,
        made=now,
        changed=now,
        key=key,
        by=by,
    )


def _insert(application: Application) -> None:
    try:
        with transaction.atomic():
            application.save(force_insert=True)
    except IntegrityError as error:
        raise _used_key() from error


def _used_key() -> Conflict:
    return Conflict(_("这次提交的编号已用于另一份申请；请刷新页面后重新提交。"), field="key")


def _step(definition: ProgrammeType) -> Applications:
    if definition.applications is None:
        raise BadInput(_("这个项目不接受报名；请联系主办单位。"), field="round")
    return definition.applications


def _in_hand(application: Application, revision: int) -> Application:
    held = _held(application)
    _refuse_changed(held, revision)
    refuse_ended(held.round)
    return held


def _refuse_changed(application: Application, revision: int) -> None:
    if application.state not in IN_HAND:
        raise Conflict(_("这份申请已经提交或结束，不能再改；请刷新页面。"), application=application.pk)
    if application.revision != revision:
        raise Conflict(_("这份申请在别处改过；请刷新页面，核对后再保存。"), application=application.pk)


def _saved(application: Application, now: datetime, by: Account | None) -> Application:
    application.revision += 1
    application.changed, application.by_id = now, application.by_id or (by.pk if by else None)
    application.save()
    return application


def _wish(application: Application, step: Applications, openings: Sequence[Opening]) -> None:
    chosen = _chosen(application, step, openings)
    if [opening.pk for opening in openings] == list(
        application.wishes.order_by("rank").values_list("opening_id", flat=True)
    ):
        return
    application.wishes.all().delete()
    Wish.objects.bulk_create(chosen)


def _chosen(application: Application, step: Applications, openings: Sequence[Opening]) -> list[Wish]:
    """Wishes in order, not yet written. Refuses too many, twice the same, and those of another round."""
    keys = [opening.pk for opening in openings]
    if len(keys) > step.wishes:
        raise BadInput(_("最多填%(most)d个志愿；请减少。") % {"most": step.wishes}, field="wishes")
    if len(set(keys)) < len(keys):
        raise BadInput(_("同一个名额只能填一次；请去掉重复的志愿。"), field="wishes")
    for opening in openings:
        if opening.round_id != application.round_id:
            raise BadInput(_("“%(opening)s”不属于这个批次；请重新选择。") % {"opening": opening.title}, field="wishes")
    return [Wish(application=application, opening=opening, rank=rank) for rank, opening in enumerate(openings, 1)]
