"""A statement while it is being read, in clean-text positions."""

from dataclasses import dataclass, field

from sangzi.engines.plangrammar.model import Comparator, Number, Shape, Status


@dataclass(slots=True)
class Draft:
    """One statement to be. `at` is where its trigger stands; `why` maps fields to spans of the clean text;
    `floor` is where the words begin that tell its status; `rank` is its place among the numbers of its comma clause,
    and how many they are.
    """

    start: int
    end: int
    at: int
    rule: str
    shape: Shape
    value: Number
    unit: str | None
    indicator: str
    value_max: Number | None = None
    over: str | None = None
    said: Comparator | None = None
    soft: bool = False
    period: str | None = None
    status: Status | None = None
    deadline: str | None = None
    is_base: bool = False
    floor: int = 0
    rank: tuple[int, int] = (0, 1)
    owners: tuple[str, ...] = ()
    scope: str | None = None
    why: dict[str, tuple[int, int]] = field(default_factory=dict)
    doubts: int = 0
