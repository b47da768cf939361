"""From a figure to its receipt, and from there to the very rows that a walk has left."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from sangzi.kernel.wording import title_of
from sangzi.people.definitions import known_register
from sangzi.people.models import Entry
from sangzi.programmes.models import Record

PEOPLE, RECORDS = "/desk/people/", "/desk/records/"


def found_behind(walk, figure):
    """The receipt of the figure that is open leads to everything that this walk has left for it."""
    desk = walk.desk
    desk.follow_receipt()
    listed = desk.page.url
    own = left_by(walk, listed)
    assert own, f"{figure}: the walk has left nothing that {listed} could list"
    rows = desk.page.locator("main tbody tr td.title a")
    there = [urlsplit(link.get_attribute("href")).path for link in rows.all()]
    assert set(own) <= set(there), f"{figure}: {listed} lists {there}, not {own}"
    desk.press(rows.nth(there.index(own[0])))
    desk.reads(title_of(known_register(asked_register(listed))) if own[0].startswith(PEOPLE) else walk.round.title)
    if own[0].startswith(RECORDS):
        record_as_written(desk, Record.objects.select_related("unit", "by").get(pk=int(own[0].split("/")[3])))


def left_by(walk, listed):
    """The pages of what a walk has left, that a list behind a figure must name."""
    address = urlsplit(listed)
    asked = parse_qs(address.query)
    if address.path == RECORDS:
        kind = asked["tag"][0].partition("/")[2]
        rows = Record.objects.filter(round=walk.round, kind=kind, reverses=None, reversal=None)
        return [f"{RECORDS}{key}/" for key in rows.order_by("pk").values_list("pk", flat=True)]
    if address.path.startswith("/desk/registers/"):
        entries = Entry.objects.filter(register=asked_register(listed), person=walk.application.person)
        return [f"{PEOPLE}{entry.person_id}/" for entry in entries]
    if asked["view"] == ["openings"]:
        return [f"/desk/openings/{walk.opening.pk}/"]
    return [f"/desk/applications/{walk.application.pk}/"]


def asked_register(listed):
    return urlsplit(listed).path.split("/")[3]


def record_as_written(desk, record):
    """The page of a record says how much, on which day, at which unit, and who wrote it."""
    said = desk.page.get_by_role("main").inner_text()
    assert f"{record.quantity.normalize():f}" in said.replace(",", "")
    assert record.unit.name in said
    assert (str(record.by) if record.by else "系统") in said
