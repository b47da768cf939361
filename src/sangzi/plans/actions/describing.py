"""What is said about a plan as a whole: its title, its year, and which plans it goes back to."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from sangzi.kernel import audit
from sangzi.kernel.errors import BadInput
from sangzi.kernel.models import Account
from sangzi.plans.models import Plan

_LIGHT = ("text", "private", "warnings")
_FAR = 50  # editions looked back over: a ring is found long before


@transaction.atomic
def describe_plan(
    *, plan: Plan, title: str, year: int | None, follows: Plan | None, carries_out: Plan | None, by: Account | None
) -> Plan:
    """Set what a plan is called and what it goes back to. The text and what was read from it stay.

    Raises `BadInput` naming the field.
    """
    kept = Plan.objects.defer(*_LIGHT).select_for_update().get(pk=plan.pk)
    if not title.strip():
        raise BadInput(_("规划没有标题；请填写标题。"), field="title")
    _refuse_ring(kept, follows)
    if carries_out is not None and carries_out.pk == kept.pk:
        raise BadInput(_("一份规划不能落实它自己；请另选。"), field="carries_out")
    given = {"title": title.strip()[:200], "year": year, "follows": follows, "carries_out": carries_out}
    changed = [name for name, value in given.items() if getattr(kept, name) != value]
    for name in changed:
        setattr(kept, name, given[name])
    if changed:
        kept.save(update_fields=changed)
        audit.append(
            chain=kept.unit_id, act="plans.describe", about=f"plan:{kept.pk}", by=by, detail={"fields": sorted(changed)}
        )
    return kept


def _refuse_ring(plan: Plan, follows: Plan | None) -> None:
    """A plan must not come after itself, however many editions lie between."""
    key, seen = None if follows is None else follows.pk, 0
    while key is not None and seen < _FAR:
        if key == plan.pk:
            raise BadInput(_("这样会让规划成为它自己的上一版；请另选。"), field="follows")
        key, seen = Plan.objects.values_list("follows_id", flat=True).get(pk=key), seen + 1
