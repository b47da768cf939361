"""Walks one programme as its definition says: whoever may offer offers, somebody applies, what follows follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from sangzi.people.definitions import known_register
from sangzi.programmes.actions import (
    appoint,
    close_round,
    declare,
    purge_evidence,
    purge_rounds,
    score,
    seal,
)
from sangzi.programmes.attendances import kind_counted
from sangzi.programmes.definitions import frozen
from sangzi.programmes.models import (
    Applicant,
    Application,
    ApplicationState,
    Certificate,
    Guardian,
    Judge,
    Opening,
    Placement,
    PlacementState,
    PublicNotice,
    Round,
    Side,
)
from sangzi.programmes.questions import asked

from .cast import Cast
from .desk import Desk
from .phone import Phone

TITLE = "青桑走一遍"
LONG = 400  # days, more than any programme keeps what it promised to forget


@dataclass
class Walk:
    """A walk under way: who takes part on which page, and what there is so far."""

    programme: str
    kind: str
    told: Any
    cast: Cast
    desk: Desk
    phone: Phone
    somebody_else: Any
    walker: Any
    round: Any = None
    opening: Any = None
    application: Any = None
    placement: Any = None
    definition: Any = None

    def prepare(self):
        """A round is opened, and something is offered in it."""
        self.round = Round.objects.get(pk=self.desk.open_round(self.programme))
        self.definition = frozen(self.round.definition)
        if self.definition.openings is not None:
            self._offer()

    def _offer(self):
        who = self.told.get("from", "")
        if who and self.definition.openings.review:
            self.somebody_else(self.cast.mentor.account).offer(self.round, self.definition, who, TITLE)
        else:
            told = {who: {"person": self.cast.mentor, "partner": self.cast.partner}[who].name} if who else {}
            if place := any(kind.place == "required" for kind in self.definition.records):
                self.cast.place()
            self.desk.offer(self.round, self.definition, TITLE, place=place, vetted=self._vetted(), **told)
        self.opening = Opening.objects.get(round=self.round)
        if self.opening.state == "review":
            self.desk.review(self.opening)
        if self.definition.openings.dated:
            self.desk.set_nights(self.opening)

    def _vetted(self):
        """The name of somebody who was looked into, where the opening must name such."""
        for register in self.definition.openings.vets.values():
            if not self.told.get("vetted"):
                self.cast.enter(register, self.cast.mentor)
        return self.cast.mentor.name

    def begin(self, nights=0):
        """The form, up to looking it over."""
        self.phone.find(self.programme, self.round, self.opening)
        self.phone.fill(self.definition, self.kind, nights)
        self.application = Application.objects.get(round=self.round)

    def apply(self):
        self.begin()
        if self.kind == Applicant.TEAM:
            self._gather()
        link = self.phone.ask_guardian() if self.phone.page.locator("#guardian").count() else ""
        self.hand_in()
        if link:
            self.somebody_else(None).agree_as_guardian(link)
        self.application.refresh_from_db()
        assert self.application.guardian in (Guardian.NOT_NEEDED, Guardian.AGREED)

    def hand_in(self):
        self.phone.hand_in()
        self.application.refresh_from_db()

    def _gather(self):
        """One more than the least, so that a team is more than its leader."""
        for number in range(max(1, self.definition.applications.least - 1)):
            member = self.cast.person(f"队员{'甲乙丙丁'[number]}")
            self.somebody_else(member.account).agree_as_member(self.phone.invite(member.name))
        self.phone.page.reload()

    def decide(self):
        """Screening, judging and allotment, as far as the definition has them."""
        if self._now() == ApplicationState.SUBMITTED:
            self.desk.admit(self.application)
        if self.definition.judging is not None:
            self._let_applications_end()
            self._judge(self.definition.judging)
        method = self.definition.allotment.method
        if method == "by-hand":
            self.desk.place(self.application)
        elif method != "first-come":
            self._let_applications_end()
            self.desk.allot(self.round)
        self.placement = Placement.objects.get(application=self.application)
        if self.placement.state == PlacementState.OFFERED:
            self.phone.accept(self.application)
            self.placement.refresh_from_db()
        assert self.placement.state == PlacementState.HELD

    def _now(self):
        self.application.refresh_from_db()
        return self.application.state

    def _let_applications_end(self):
        Round.objects.filter(pk=self.round.pk).update(apply_until=timezone.now() - timedelta(seconds=1))

    def _judge(self, step):
        """The first judge sits at a page; what the others do there is the same and is done by the same acts."""
        first, *others = (self.cast.account(f"评委{number}") for number in range(step.judges))
        self.desk.appoint(self.round, first)
        now = timezone.now()
        bench = [appoint(round=self.round, account=one, now=now, by=self.cast.officer) for one in others]
        for judge in bench:
            declare(judge=judge, text="", recusals=[], now=now, by=judge.account)
        mine = Judge.objects.get(round=self.round, account=first)
        page = self.somebody_else(first)
        for stage in step.stages:
            mine.refresh_from_db()
            page.judge(mine, step)
            for judge in bench:
                self._score(judge, step, stage.key)
            self.desk.close_stage(self.round)

    def _score(self, judge, step, stage):
        points = {one.key: Decimal(one.most) for one in step.criteria}
        given = {"points": points, "now": timezone.now(), "by": judge.account}
        score(judge=judge, application=self.application, stage=stage, **given)
        seal(judge=judge, stage=stage, by=judge.account)

    def live(self):
        """What follows, in the order of the definition; the certificate at the end."""
        for step in self.definition.steps:
            act = getattr(self, f"_{step.kind}", None)
            if act is not None:
                act(step)
        self._finish()
        if self.definition.certificate is not None:
            self._certify()

    def forget(self):
        """The round ends, the time to keep anything goes by, the night comes."""
        now = timezone.now()
        close_round(round=self.round, now=now, by=self.cast.officer)
        later = now + timedelta(days=LONG)
        purge_evidence(now=later, by=None)
        purge_rounds(now=later, by=None)

    def _training(self, _step):
        for number in range(self.told.get("sessions", 1)):
            there = self.desk.hold_session(self.round, f"第{'一二三'[number]}课")
            assert bool(there) == (kind_counted(self.definition) is not None)

    def _service(self, step):
        if step.onboard:
            self.desk.verb(self.placement, "arrive", "登记到岗")
        if step.record:
            self.phone.claim(self.placement)
            self.desk.confirm(self.placement)
        for report in step.reports:
            self.phone.report(self.placement, report)
            self.desk.take_report(self.placement)
        self._finish()

    def _finish(self):
        if self.definition.pairing is not None:
            return  # a pair goes on, and is counted as long as it does
        self.placement.refresh_from_db()
        if self.placement.state in (PlacementState.HELD, PlacementState.SERVING):
            self.desk.verb(self.placement, "finish", "登记完成")

    def _feedback(self, _step):
        self.phone.say_how_it_was(self.placement, asked(self.definition, Side.APPLICANT))
        self.desk.say_how_it_was(self.placement, asked(self.definition, Side.OFFERER))

    def _payment(self, step):
        self.desk.pay(self.placement, step.parts)

    def _honour(self, step):
        self.desk.publish(self.round)
        notice = PublicNotice.objects.get(round=self.round)
        self.somebody_else(None).object(notice)
        self.desk.answer_objection(notice)
        PublicNotice.objects.filter(pk=notice.pk).update(closes=timezone.localdate() - timedelta(days=1))
        entered = known_register(step.enters).fields if step.enters and self.kind == Applicant.PERSON else ()
        self.desk.honour(notice, step.levels[0] if step.levels else "", entered)

    def _certify(self):
        self.somebody_else(None).check(self.desk.certify(self.round))
        assert Certificate.objects.filter(placement=self.placement).count() == 1
