"""What a chart shows, as plain values: drawn by ECharts where there is script, a table everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Series:
    """One line or row of bars; None where nothing is known."""

    name: str
    values: list[float | None]
    kind: Literal["line", "bar"] = "line"
    dashed: bool = False  # what is foreseen or asked, not what was


@dataclass(frozen=True)
class Band:
    """An interval around a forecast, `low` and `high` at each label."""

    name: str
    low: list[float | None]
    high: list[float | None]


@dataclass(frozen=True)
class Chart:
    """A chart over labels (months, units); `measure` is the measure word of its numbers."""

    title: str
    labels: list[str]
    series: list[Series]
    measure: str = ""
    band: Band | None = None
    marks: list[str] = field(default_factory=list)  # labels with a line across, such as today

    def told(self) -> dict[str, Any]:
        """The values for the script."""
        return asdict(self)

    def heads(self) -> list[str]:
        """The column heads of the table."""
        return [one.name for one in self.series]

    def rows(self) -> Iterator[tuple[str, list[float | None]]]:
        """The rows of the table: a label and the value of each series."""
        for at, label in enumerate(self.labels):
            yield label, [one.values[at] for one in self.series]

    @property
    def knows(self) -> bool:
        """Whether there is anything to draw."""
        return any(value is not None for one in self.series for value in one.values if not one.dashed)
