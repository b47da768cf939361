"""How a figure is written: 1.2万, 80.0%, — where there is none."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.translation import get_language

from sangzi.kernel.facts import SCALE

from .figures import Figure
from .indicators import Indicator

UNKNOWN = "—"
WAN, YI = 10_000, 100_000_000


def shown(indicator: Indicator, figure: Figure) -> str:
    """A figure with its measure word, shortened to 万 and 亿 in Chinese."""
    if figure.value is None:
        return UNKNOWN
    if indicator.is_ratio:
        return percent(figure.value)
    return short(figure.value) + measure_word(indicator)


def measure_word(indicator: Indicator) -> str:
    """The measure word in the language of the reader."""
    return indicator.unit if _chinese() else f" {indicator.unit_en}"


def parts(indicator: Indicator, figure: Figure) -> tuple[str, str] | None:
    """Numerator and denominator as written; None for a plain count."""
    if figure.denominator is None:
        return None
    scale = 1 if indicator.shape == "frequency" else SCALE
    return plain(Fraction(figure.numerator, scale)), plain(Fraction(figure.denominator, scale))


def percent(value: Fraction) -> str:
    """80.0%: one decimal, halves away from zero."""
    return f"{_rounded(value, 1)}%"


def short(value: Fraction) -> str:
    """12,000 as 1.2万 in Chinese, as 12,000 in English; whole numbers without decimals."""
    if _chinese() and abs(value) >= YI:
        return f"{_trimmed(value / YI)}亿"
    if _chinese() and abs(value) >= WAN:
        return f"{_trimmed(value / WAN)}万"
    return plain(value)


def plain(value: Fraction) -> str:
    """All digits, with separators; at most two decimals."""
    if value.denominator == 1:
        return f"{value.numerator:,}"
    return f"{_rounded(value, 2):,}"


def _trimmed(value: Fraction) -> str:
    text = f"{_rounded(value, 1):,}"
    return text.removesuffix(".0")


def _rounded(value: Fraction, places: int) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _chinese() -> bool:
    return (get_language() or "zh").startswith("zh")
