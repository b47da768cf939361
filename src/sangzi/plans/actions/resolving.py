"""A target's subtree solved again by its stored rules, or a target of another size with all that follows from it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sangzi.kernel import audit, jobs
from sangzi.kernel.errors import BadInput, Conflict
from sangzi.kernel.models import Account, Job
from sangzi.plans.manners import figures_text
from sangzi.plans.models import Cascade, Commitment, Target
from sangzi.plans.resolving import Gift, Part, Resolution, Wish, resolution
from sangzi.plans.standing import stamp_of
from sangzi.plans.wording import plain

from .ways import carry_over

TASK = "plans.resolve"
_BATCH = 1000
LONGEST_REASON = 300


class Resolved(NamedTuple):
    """How many units got another number, how many a first one, and how many have none any longer."""

    changed: int
    came: int
    left: int


class _Terms(NamedTuple):
    """What all rows of one solving have in common."""

    reason: str
    by: Account | None
    now: datetime
    edition: int


@transaction.atomic
def resolve(
    *, target: Target, reason: str, by: Account | None, release: Collection[int] = (), mark: str = ""
) -> Resolved:
    """Solve everything below a target again by the rules stored at each step; only what must change is rewritten.

    `release` names units whose shares are no longer to stand by hand, `mark` is that of the preview that was agreed
    to. Raises `Conflict` when there is nothing to change or something else than in the preview, `BadInput` where
    shares by hand stand in the way.
    """
    return carry_out(find(target, Wish(release=release)), reason, by, mark=mark)


@transaction.atomic
def change_target(
    *,
    target: Target,
    value: Decimal | int,
    reason: str,
    by: Account | None,
    misread: bool = False,
    release: Collection[int] = (),
    mark: str = "",
) -> Target:
    """Give the target of a plan's own unit another value, and everything below it what follows from that.

    The commitment keeps the number that stands in the plan, unless it was `misread`: then that is corrected too.
    Raises like `resolve`, and `BadInput` for a target that another unit gave.
    """
    if target.parent_id is not None:
        raise BadInput(_("这是上级分来的目标，不能自己改；觉得不合适，请提出异议。"), field="value", target=target.pk)
    found = find(target, Wish(value=changed_value(value), release=release))
    if found.value == found.target.value:
        raise Conflict(_("新的数和现在的一样，没有可改的。"), target=target.pk)
    carry_out(found, reason, by, mark=mark)
    _tell_change(found, by, misread=misread)
    return Target.objects.select_related("unit", "commitment").get(follows=found.target)


def find(target: Target, wish: Wish) -> Resolution:
    """Lock the commitment and solve. Raises `Conflict` when the target is no longer live."""
    lock(target)
    return _found(target, wish)


def found_now(target: Target, wish: Wish) -> Resolution:
    """What solving comes to at this moment, without keeping anybody waiting; see `carry_out_later`."""
    return _found(target, wish)


def lock(target: Target) -> None:
    """Let one change of a commitment's targets follow the other."""
    Commitment.objects.select_for_update().only("pk").get(pk=target.commitment_id)


def carry_out(found: Resolution, reason: str, by: Account | None, *, mark: str = "") -> Resolved:
    """Write a resolution that was found in this transaction, with its audit lines."""
    _refuse(found, mark)
    terms = _Terms(_reason(reason), by, timezone.now(), found.standing.stamp.edition)
    _withdraw(found, terms.now)
    rows = {found.target.unit_id: _root(found, terms)}
    for wave in found.waves:
        _write(found, [gift for gift in wave if gift.solved], rows, terms)
        rows.update({part.unit.id: part.held.pk for gift in wave for part in _kept(gift) if part.held})
    carry_over(commitment=found.target.commitment_id, now=terms.now)
    _tell(found, rows, terms)
    came = sum(1 for _gift, part in found.changed if part.stays and part.held is None)
    changed = sum(1 for _gift, part in found.changed if part.stays and part.held is not None)
    return Resolved(changed, came, len(found.leaving))


def resolve_later(
    *,
    target: Target,
    reason: str,
    by: Account | None,
    value: Decimal | int | None = None,
    misread: bool = False,
    release: Collection[int] = (),
    mark: str = "",
) -> Job:
    """Have a job do what `resolve` does, or with a `value` what `change_target` does, where a page may not wait.

    The same again is one job.
    """
    told = {
        "target": target.pk,
        "reason": _reason(reason),
        "value": None if value is None else str(changed_value(value)),
        "misread": misread,
        "release": sorted(release),
        "mark": mark,
    }
    standing = repr((told, stamp_of(target.commitment)))
    key = f"{TASK}:{target.pk}:{hashlib.sha256(standing.encode()).hexdigest()[:16]}"
    return jobs.enqueue(kind=TASK, key=key, arguments=told, by=by, unit_id=target.unit_id)


def carry_out_later(
    found: Resolution, reason: str, by: Account | None, *, misread: bool = False, mark: str = ""
) -> Resolved:
    """Write a resolution that was found before this transaction. Raises `Conflict` if anything changed since."""
    lock(found.target)
    if stamp_of(found.target.commitment) != found.standing.stamp:
        raise _changed_meanwhile()
    done = carry_out(found, reason, by, mark=mark)
    if found.value != found.target.value:
        _tell_change(found, by, misread=misread)
    return done


def _tell_change(found: Resolution, by: Account | None, *, misread: bool) -> None:
    """The line about another value; a number that was misread is put right in the commitment too."""
    commitment = found.target.commitment
    if misread:
        commitment.value, commitment.corrected = found.value, True
        commitment.save(update_fields=["value", "corrected"])
    detail = {"was": str(found.target.value), "value": str(found.value), "misread": misread}
    about = f"target:{found.target.pk}"
    audit.append(chain=found.target.unit_id, act="plans.change-target", about=about, by=by, detail=detail)


def _found(target: Target, wish: Wish) -> Resolution:
    live = Target.objects.select_related("unit", "commitment").get(pk=target.pk)
    if live.withdrawn is not None:
        raise Conflict(
            _("“%(unit)s”的这个目标已经改过或撤回；请刷新页面，按现在的数再办。") % {"unit": live.unit.short},
            target=live.pk,
        )
    return resolution(live, wish)


def _refuse(found: Resolution, mark: str) -> None:
    if found.obstacles:
        first = found.obstacles[0]
        names = "、".join(f"{name} {plain(value)}" for _unit, name, value in first.fixed[:5])
        told = {"unit": first.giver.name, "sentence": first.sentence, "fixed": names}
        if first.fixed:
            raise BadInput(
                _("“%(unit)s”：%(sentence)s手工指定的有：%(fixed)s；请先放开其中一些。") % told, field="release"
            )
        raise BadInput(_("“%(unit)s”：%(sentence)s") % told, field="release")
    if mark and mark != found.mark:
        raise _changed_meanwhile()
    if not found.changes_anything:
        raise Conflict(_("按原来的办法算，各单位的数都不用变。"), target=found.target.pk)


def _changed_meanwhile() -> Conflict:
    return Conflict(_("预览以后情况又有变化；请看一遍新的预览，再确认。"))


def _reason(reason: str) -> str:
    given = reason.strip()
    if not given:
        raise BadInput(_("请写明为什么要改；有关单位会看到这句话。"), field="reason")
    return given[:LONGEST_REASON]


def _withdraw(found: Resolution, now: datetime) -> None:
    changed = [part.held.pk for _gift, part in found.changed if part.held]
    ending = {*changed, *(one.pk for one in found.leaving)}
    if found.value != found.target.value:
        ending.add(found.target.pk)
    solved = {gift.before.cascade for gift in found.gifts if gift.solved and gift.before}
    bases = found.standing.bases
    cascades = {bases[pk].cascade for pk in ending if pk in bases} | solved
    for keys in _lots(sorted(ending)):
        Target.objects.filter(pk__in=keys, withdrawn=None).update(withdrawn=now)
    for keys in _lots(sorted(key for key in cascades if key)):
        Cascade.objects.filter(pk__in=keys, withdrawn=None).update(withdrawn=now)


def _root(found: Resolution, terms: _Terms) -> int:
    """The key of the target that everything comes from: itself, or the one that follows it with another value."""
    old = found.target
    if found.value == old.value:
        return old.pk
    new = Target.objects.create(
        commitment_id=old.commitment_id, unit_id=old.unit_id, parent_id=old.parent_id, cascade_id=old.cascade_id,
        value=found.value, rule=old.rule, share_note=old.share_note, fixed=old.fixed, follows=old,
        made=terms.now, by=terms.by,
    )  # fmt: skip
    return new.pk


def _write(found: Resolution, gifts: Sequence[Gift], rows: dict[int, int], terms: _Terms) -> None:
    """The cascades of one generation, the targets that are new, and the place of those that stay."""
    giving = [gift for gift in gifts if gift.parts]
    cascades = Cascade.objects.bulk_create(
        [_cascade(gift, rows[gift.giver.id], terms) for gift in giving], batch_size=_BATCH
    )
    new = []
    for gift, cascade in zip(giving, cascades, strict=True):
        fresh = [part for part in gift.parts if part.stays and part.changes]
        new += [_share(found, gift, part, cascade, rows[gift.giver.id], terms) for part in fresh]
        _hang([part for part in _kept(gift) if part.held], cascade, rows[gift.giver.id])
    rows.update({target.unit_id: target.pk for target in Target.objects.bulk_create(new, batch_size=_BATCH)})


def _kept(gift: Gift) -> list[Part]:
    return [part for part in gift.parts if part.stays and not part.changes]


def _cascade(gift: Gift, target: int, terms: _Terms) -> Cascade:
    receiving = [part.unit.id for part in gift.parts]
    basis = gift.basis
    return Cascade(
        target_id=target,
        rule=basis.rule,
        by_hand=figures_text(basis.hand, receiving),
        weights=figures_text(basis.weights, receiving),
        figure=basis.manner.figure,
        method=basis.manner.method,
        floors=figures_text(basis.manner.floors, receiving),
        caps=figures_text(basis.manner.caps, receiving),
        whole=gift.whole,
        edition=terms.edition,
        follows_id=gift.before.cascade if gift.before else None,
        reason=terms.reason,
        made=terms.now,
        by=terms.by,
    )


def _share(found: Resolution, gift: Gift, part: Part, cascade: Cascade, parent: int, terms: _Terms) -> Target:
    return Target(
        commitment_id=found.target.commitment_id,
        unit_id=part.unit.id,
        parent_id=parent,
        cascade=cascade,
        value=part.share.value,
        rule=gift.basis.rule,
        share_note=part.share.note[:200],
        fixed=part.share.fixed,
        follows_id=part.held.pk if part.held else None,
        made=terms.now,
        by=terms.by,
    )


def _hang(parts: Sequence[Part], cascade: Cascade, parent: int) -> None:
    """Targets whose number stays keep their row; it hangs below the cascade that holds now."""
    held = {part.held.pk: part for part in parts if part.held}
    for keys in _lots(sorted(held)):
        Target.objects.filter(pk__in=keys).update(parent=parent, cascade=cascade, rule=cascade.rule)
    reworded = [
        Target(pk=pk, share_note=part.share.note[:200], fixed=part.share.fixed)
        for pk, part in held.items()
        if part.held and (part.held.note, part.held.fixed) != (part.share.note[:200], part.share.fixed)
    ]
    Target.objects.bulk_update(reworded, ["share_note", "fixed"], batch_size=200)


def _tell(found: Resolution, rows: dict[int, int], terms: _Terms) -> None:
    """A line in the chain of every unit that shared out anew; in the chains' order, so that none waits in a ring."""
    for gift in sorted((gift for gift in found.gifts if gift.solved), key=lambda gift: gift.giver.id):
        changed = sum(1 for part in gift.parts if part.changes)
        detail = {
            "commitment": found.target.commitment_id,
            "rule": str(gift.basis.rule),
            "was": str(gift.held.value) if gift.held else "",
            "of": str(gift.whole),
            "units": len(gift.parts),
            "changed": changed,
            "came": len(gift.came),
            "left": len(gift.left),
        }
        about = f"target:{rows[gift.giver.id]}"
        audit.append(chain=gift.giver.id, act="plans.resolve", about=about, by=terms.by, detail=detail)


def _lots(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """Keys a few at a time: a statement takes so many and no more."""
    return (keys[at : at + _BATCH] for at in range(0, len(keys), _BATCH))


def changed_value(value: Decimal | int | None) -> Decimal:
    """A target's new number, checked. Raises `BadInput`."""
    number = None if value is None else Decimal(value)
    if number is None or not number.is_finite() or not 0 <= number < Decimal(10) ** 16:
        raise BadInput(_("请填写零或正数。"), field="value")
    if number != round(number, 4):
        raise BadInput(_("最多保留四位小数；请改正。"), field="value")
    return number
