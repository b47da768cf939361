"""Opening a round and offering something in it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from sangzi.kernel import audit, facts
from sangzi.kernel.errors import BadInput
from sangzi.kernel.models import Account
from sangzi.kernel.wording import day_of, title_of
from sangzi.people.dating import refuse_backwards, refuse_outside_life
from sangzi.people.entering import clean_name
from sangzi.people.models import Person
from sangzi.places.models import Place
from sangzi.units.models import Unit

from ..definitions import ProgrammeType, frozen, known_programme
from ..locality import is_local
from ..models import Opening, Round


@transaction.atomic
def open_round(
    *, programme: str, unit: Unit, title: str, opens: date, by: Account | None, closes: date | None = None
) -> Round:
    """Begin a run of a programme. It keeps the definition as it is now, whatever the file becomes."""
    definition = known_programme(programme)
    refuse_outside_life(unit, opens)
    refuse_backwards(opens, closes)
    round_ = Round.objects.create(
        programme=programme,
        unit=unit,
        title=clean_name(title, 200),
        opens=opens,
        closes=closes,
        definition=definition.model_dump_json(),
        digest=definition.digest,
    )
    audit.append(
        chain=unit.pk,
        act="programmes.open_round",
        about=f"round:{round_.pk}",
        by=by,
        detail={"programme": programme, "digest": definition.digest},
    )
    return round_


@transaction.atomic
def offer(
    *,
    round: Round,  # noqa: A002  (the design's word)
    unit: Unit,
    title: str,
    on: date,
    capacity: int,
    by: Account | None,
    place: Place | None = None,
    offered_by: Person | None = None,
) -> Opening:
    """Offer posts, seats or a mentor's time in a round, with a capacity."""
    definition = frozen(round.definition)
    refuse_outside_life(unit, on)
    refuse_other_unit(round, unit)
    refuse_outside_round(round, on)
    _refuse_place(place, unit)
    _refuse_capacity(definition, capacity)
    _refuse_pairing(definition, round, capacity, offered_by)
    opening = Opening.objects.create(
        round=round,
        unit=unit,
        title=clean_name(title, 200),
        on=on,
        capacity=capacity,
        place=place,
        offered_by=offered_by,
    )
    audit.append(
        chain=unit.pk,
        act="programmes.offer",
        about=f"opening:{opening.pk}",
        by=by,
        detail={"round": round.pk, "capacity": capacity},
    )
    facts.moved(_movements(opening))
    return opening


def refuse_other_unit(round_: Round, unit: Unit) -> None:
    """A round reaches its own unit and those below it."""
    if not unit.path.startswith(round_.unit.path):
        raise BadInput(
            _("批次“%(round)s”由%(owner)s开展，%(unit)s不在其下；请改选该单位及下级单位，或改用本单位的批次。")
            % {"round": round_.title, "owner": round_.unit.short, "unit": unit.short},
            field="unit",
        )


def refuse_outside_round(round_: Round, on: date) -> None:
    """What belongs to a round lies between its first and its last day."""
    if on < round_.opens:
        raise BadInput(
            _("批次“%(round)s”从%(opens)s开始，%(on)s还没有开始；请改日期，或改选当时的批次。")
            % {"round": round_.title, "opens": day_of(round_.opens), "on": day_of(on)},
            field="on",
        )
    if round_.closes and on > round_.closes:
        raise BadInput(
            _("批次“%(round)s”已于%(closes)s结束，不能再登记%(on)s的事项；请改日期，或改选当时的批次。")
            % {"round": round_.title, "closes": day_of(round_.closes), "on": day_of(on)},
            field="on",
        )


def _refuse_place(place: Place | None, unit: Unit) -> None:
    if place is not None and place.unit_id != unit.pk:
        raise BadInput(
            _("阵地“%(place)s”不属于%(unit)s；请改选本单位的阵地，或将单位改为%(owner)s。")
            % {"place": place.name, "unit": unit.short, "owner": place.unit.short},
            field="place",
        )


def _refuse_capacity(definition: ProgrammeType, capacity: int) -> None:
    step = definition.openings
    if step is None:
        raise BadInput(
            _("项目“%(programme)s”不设名额；请直接登记纪实。") % {"programme": title_of(definition)}, field="round"
        )
    if not 1 <= capacity <= step.most:
        raise BadInput(
            _("名额数%(capacity)d不在1到%(most)d之间；请重填，或分成几条发布。")
            % {"capacity": capacity, "most": step.most},
            field="capacity",
        )


def _refuse_pairing(definition: ProgrammeType, round_: Round, capacity: int, offered_by: Person | None) -> None:
    """In a pairing programme a person offers, and takes no more in one round than the definition allows."""
    step = definition.pairing
    if (step is None) != (offered_by is None):
        sentence = (
            _("项目“%(programme)s”不是结对项目，名额不由个人提供；请去掉“提供人”。")
            if step is None
            else _("项目“%(programme)s”是结对项目；请选择由谁结对（导师或团干部）。")
        )
        raise BadInput(sentence % {"programme": title_of(definition)}, field="offered_by")
    if step is None or offered_by is None:
        return
    Person.objects.select_for_update().get(pk=offered_by.pk)  # two offers of one mentor pass one after the other
    offered = Opening.objects.filter(round=round_, offered_by=offered_by).aggregate(all=Sum("capacity"))["all"] or 0
    if offered + capacity > step.most:
        raise BadInput(
            _("每人在一个批次里结对%(least)d至%(most)d名，已有%(offered)d个名额，不能再加%(capacity)d个；请减少名额。")
            % {"least": step.least, "most": step.most, "offered": offered, "capacity": capacity},
            field="capacity",
        )


def _movements(opening: Opening) -> list[facts.Movement]:
    names = ["programmes.posts", "programmes.posts-local"] if is_local(opening.unit) else ["programmes.posts"]
    amount = opening.capacity * facts.SCALE
    return [facts.Movement(name, opening.round.programme, opening.unit_id, opening.on, amount) for name in names]
