"""What the counties of the sample do month by month: each line becomes records of one kind."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Also:
    """A second record beside the first, on the same day: the listeners of a talk. `share`: how often there is one."""

    kind: str
    low: int
    high: int
    share: float = 1.0


@dataclass(frozen=True)
class Activity:
    """One kind of work. `rate` is how many records a good county leaves in a month.

    With `times` the work has a rhythm: so often a month, and `rate` is the share of times that it is kept.
    `pool` names whose work it is, `place` the type of place it needs, `placed` how often it is at one.
    """

    programme: str
    kind: str
    rate: float
    curve: str = "even"
    growth: float = 0.06
    times: int = 0
    at: str = "offices"
    low: int = 1
    high: int = 1
    pool: str = ""
    place: str = ""
    placed: float = 1.0
    also: tuple[Also, ...] = field(default=())


ACTIVITIES = (
    Activity("founder-service", "contact", 4.6, pool="founders", growth=0.08),
    Activity("student-aid", "aided", 1.15, "schooling", pool="pupils", at="homes"),
    Activity("student-aid", "paid", 0.3, "schooling", at="seat", low=10_000, high=60_000),
    Activity(
        "volunteering", "hours", 3.4, low=1, high=6, pool="volunteers", place="youth-home", placed=0.4, growth=0.1
    ),
    Activity("ecommerce-training", "attended", 1.1, "winter", pool="ecommerce-talent", at="seat"),
    Activity("ecommerce-training", "class", 0.12, "winter", at="seat", also=(Also("attended", 10, 30),)),
    Activity("rural-training", "attended", 0.8, "winter", pool="founders", at="seat"),
    Activity("cadre-training", "attended", 0.75, pool="cadres", at="seat"),
    Activity("qingma", "attended", 0.7, "holidays", pool="students", at="seat", also=(Also("class", 1, 1, 0.05),)),
    Activity("speaker-talks", "talk", 0.8, pool="speakers", at="homes", also=(Also("listener", 15, 120, 0.6),)),
    Activity("science-talks", "talk", 0.4, "summer", pool="speakers", also=(Also("listener", 20, 150),)),
    Activity("lectures", "talk", 0.55, times=1, at="seat", also=(Also("listener", 30, 200, 0.6),)),
    Activity("livestream", "session", 0.11, "harvest", 0.12, also=(Also("sales", 10_000, 250_000),)),
    Activity("fairs", "fair", 0.05, "harvest", at="seat", also=(Also("stall", 8, 40), Also("sales", 20_000, 200_000))),
    Activity("volunteer-market", "market", 0.9, times=1, also=(Also("served", 40, 400, 0.4),)),
    Activity("meetings", "meeting", 0.93, times=2, at="seat", also=(Also("decision", 1, 5, 0.2),)),
    Activity("joint-conferences", "meeting", 0.07, at="seat", also=(Also("decision", 1, 6),)),
    Activity("exchange", "event", 0.45, times=1, at="seat", also=(Also("attended", 20, 120),)),
    Activity("harbour-activities", "session", 1.1, place="childrens-harbour", also=(Also("child", 5, 25),)),
    Activity("hope-room-visits", "visit", 0.9, "holidays", place="hope-room", also=(Also("goods", 5, 40, 0.2),)),
    Activity("night-school-courses", "attended", 1.3, pool="volunteers", place="night-school", growth=0.25),
    Activity("night-school-courses", "course", 0.12, place="night-school", growth=0.25),
    Activity("holiday-classes", "session", 0.6, "holidays", place="holiday-class", also=(Also("child", 6, 30),)),
    Activity("river-patrol", "patrol", 0.7, "flood", pool="volunteers", also=(Also("distance", 1, 6, 0.25),)),
    Activity("wishes", "raised", 0.22, "winter", low=3, high=12),
    Activity("wishes", "fulfilled", 0.2, "winter", low=2, high=11),
    Activity("needs", "raised", 0.3, at="seat", low=1, high=2),
    Activity("needs", "solved", 0.24, at="seat", growth=0.1),
    Activity("contest", "entry", 0.13, "summer", pool="founders", at="seat"),
    Activity("contest", "event", 0.012, "summer", at="seat"),
    Activity("skills-contest", "event", 0.03, "summer", at="seat", also=(Also("entrant", 10, 60),)),
    Activity("internships", "started", 0.5, "holidays", 0.14, pool="graduates", place="trainee-base"),
    Activity("employment", "employed", 0.12, "summer", pool="graduates", at="seat"),
    Activity("loans", "granted", 0.13, "winter", pool="founders", at="seat", also=(Also("sum", 30_000, 300_000),)),
    Activity("homecoming", "contact", 0.4, "holidays", pool="talent-away", at="seat"),
    Activity("expert-visits", "visit", 0.12, "summer", pool="experts", also=(Also("solved", 1, 2, 0.5),)),
    Activity("disaster-drill", "drill", 0.11, "flood", also=(Also("attended", 12, 60),)),
    Activity("disability-relay", "session", 0.2, at="seat", also=(Also("served", 5, 30),)),
    Activity("elder-care", "session", 0.35, also=(Also("served", 5, 40),)),
    Activity("self-protection", "session", 0.22, "schooling", also=(Also("attended", 30, 300),)),
    Activity("dialogues", "dialogue", 0.07, at="seat", also=(Also("issue", 2, 8), Also("answered", 1, 4))),
    Activity("base-visits", "visit", 0.22, also=(Also("issue", 1, 4, 0.5),)),
    Activity("three-down", "session", 0.2, "summer", at="homes", also=(Also("served", 20, 200),)),
    Activity("culture-festivals", "event", 0.03, "summer", also=(Also("attended", 100, 2000),)),
    Activity("role-model-selection", "named", 0.12, pool="role-models", at="seat"),
    Activity("event-volunteers", "served", 0.12, "summer", pool="volunteers", at="seat"),
    Activity("books", "book", 0.05, low=20, high=200),
    Activity("home-orders", "worker", 0.08, "winter", pool="volunteers"),
)

# What the nation's own committee does in a good month.
NATIONAL = (
    Activity("project-grants", "granted", 17, "summer", 0.0, at="seat", also=(Also("paid", 30_000, 100_000),)),
    Activity("meetings", "meeting", 0.98, times=2, at="seat"),
)
# What committees of provinces and prefectures do themselves.
UPPER = (
    Activity("meetings", "meeting", 0.97, times=2, at="seat", also=(Also("decision", 1, 5, 0.4),)),
    Activity("speaker-talks", "talk", 0.5, at="seat", also=(Also("listener", 40, 200),)),
    Activity("cadre-training", "class", 0.1, at="seat", also=(Also("attended", 20, 60),)),
    Activity("contest", "event", 0.06, "summer", at="seat"),
    Activity("skills-contest", "event", 0.12, "summer", at="seat", also=(Also("entrant", 20, 80),)),
)
