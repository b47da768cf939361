"""Whether a programme can be lived: what each of its parts says must suit the others and the house.

Shape is checked when the file is read; here are the mistakes that have the right shape. All are told at once, with
the place, in the words that `sangzi check` and `sangzi programme check` share.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator
from typing import Final

from django.utils.translation import gettext as _

from sangzi.kernel.complaints import meant
from sangzi.kernel.fields import Field, doubles
from sangzi.kernel.wording import listed
from sangzi.people.definitions import registers

from .definitions import ProgrammeType, RecordKind
from .rules import PerUnit, Rule, Share
from .steps.allotment import FITTED

PLACEHOLDERS: Final = ("name", "opening", "unit", "since", "until", "quantity", "measure")
YUAN: Final = "元"
OF_AGE: Final = 18
LONGEST_MONTH: Final = 31
PERSONS: Final = frozenset({"person", "team"})


def complaints(definition: ProgrammeType) -> list[str]:
    """Every reason why a programme of the right shape could not be run, as sentences with the place; none is well."""
    checks = (
        _openings, _vets, _suggest, _fields, _applicants, _screening, _again, _within, _registers, _allotment, _classes,
        _fit, _shares, _pairing, _minors, _training, _named, _payment, _rules, _certificate,
    )  # fmt: skip
    return [f"{definition.key}.toml：{sentence}" for check in checks for sentence in check(definition)]


def _openings(definition: ProgrammeType) -> Iterator[str]:
    step = definition.openings
    if step and not step.dated and step.longest > 1:
        yield _("steps.openings.longest：只有按天预订（dated = true）才能超过 1")
    if step and step.dated and definition.allotment and definition.allotment.method != "first-come":
        yield _("steps.allotment.method：按天预订的名额只能是 first-come")


def _vets(definition: ProgrammeType) -> Iterator[str]:
    step = definition.openings
    texts = [field.key for field in step.fields if field.kind == "text"] if step else []
    for key, register in step.vets.items() if step else ():
        if key not in texts:
            yield _("steps.openings.vets：fields 里没有文字字段“%(key)s”") % {"key": key} + meant(key, texts)
        if register not in registers():
            yield _("%(place)s：没有名册“%(key)s”") % {"place": "steps.openings.vets", "key": register} + meant(
                register, registers()
            )
        elif registers()[register].of != "person":
            yield _("steps.openings.vets：名册“%(key)s”列的不是个人") % {"key": register}


def _suggest(definition: ProgrammeType) -> Iterator[str]:
    """Only who entered themselves is suggested: nobody is found who did not agree to it."""
    step = definition.openings
    suggest = step.suggest if step else None
    if step is None or suggest is None:
        return
    fields = {field.key: field for field in step.fields}
    for key in (*suggest.reads, *filter(None, [suggest.when])):
        if key not in fields:
            yield _("steps.openings.suggest：fields 里没有“%(key)s”") % {"key": key} + meant(key, fields)
    if suggest.when in fields and fields[suggest.when].kind not in ("choice", "choices"):
        yield _("steps.openings.suggest.when：“%(key)s”要是选择题") % {"key": suggest.when}
    for key in suggest.registers:
        register = registers().get(key)
        if register is None:
            told = {"place": "steps.openings.suggest.registers", "key": key}
            yield _("%(place)s：没有名册“%(key)s”") % told + meant(key, registers())
        elif not register.by_self or not register.skills:
            yield _("steps.openings.suggest.registers：名册“%(key)s”不由本人登记，或没有说明特长的字段") % {"key": key}


def _fields(definition: ProgrammeType) -> Iterator[str]:
    for place, fields in _forms(definition):
        for key in doubles(fields):
            yield _("%(place)s：有两个字段的 key 是“%(key)s”；请改其中一个") % {"place": place, "key": key}
    reports = [report.key for report in definition.service.reports] if definition.service else []
    for key in sorted({key for key in reports if reports.count(key) > 1}):
        yield _("steps.service.reports：有两份报告的 key 是“%(key)s”；请改其中一个") % {"key": key}


def _forms(definition: ProgrammeType) -> Iterator[tuple[str, Iterable[Field]]]:
    """All forms of a programme, with the place where they stand."""
    for step in (definition.openings, definition.applications):
        if step is not None:
            yield f"steps.{step.kind}.fields", step.fields
    if definition.service:
        for report in definition.service.reports:
            yield f"steps.service.reports.{report.key}.fields", report.fields
    if definition.feedback:
        yield "steps.feedback.to_applicant", definition.feedback.to_applicant
        yield "steps.feedback.to_offerer", definition.feedback.to_offerer


def _applicants(definition: ProgrammeType) -> Iterator[str]:
    step = definition.applications
    if step is None:
        return
    if len(set(step.by)) != len(step.by):
        yield _("steps.applications.by：有重复的报名方")
    if step.nominated and not PERSONS & set(step.by) and "village" not in step.by:
        yield _("steps.applications.nominated：推荐的是人，by 里要有 person、team 或 village")


def _screening(definition: ProgrammeType) -> Iterator[str]:
    step, applications = definition.screening, definition.applications
    if step is None or applications is None:
        return
    by = listed(applications.by)
    if not PERSONS & set(applications.by) and (step.least_age is not None or step.most_age is not None):
        yield _("steps.screening：报名的是%(by)s，没有年龄；请去掉 least_age 和 most_age") % {"by": by}
    register = registers().get(step.listed_in)
    fits = (
        {"person": PERSONS, "partner": frozenset({"partner"})}[register.of] if register else frozenset(applications.by)
    )
    if set(applications.by) - fits:
        yield _("steps.screening.listed_in：名册“%(register)s”列的不是所有报名方（%(by)s）；请改名册或报名方") % {
            "register": step.listed_in,
            "by": by,
        }


def _again(definition: ProgrammeType) -> Iterator[str]:
    """Who took part before must still be known for as long as they may not come again."""
    step, close = definition.screening, definition.close
    if step is None or close is None or close.purge is None:
        return
    least = LONGEST_MONTH * step.again_after
    if close.purge < least:
        said = _("steps.close.purge：%(days)d天后查不到谁参加过，管不住 again_after；请改为至少%(least)d")
        yield said % {"days": close.purge, "least": least}


def _within(definition: ProgrammeType) -> Iterator[str]:
    """A condition about a date holds for everybody: the form must ask for it, and for an answer."""
    form, place = definition.applications, "steps.screening.within"
    fields = {field.key: field for field in form.fields} if form else {}
    days = [key for key, field in fields.items() if field.kind == "date"]
    keys = [one.field for one in definition.screening.within] if definition.screening else []
    for key in dict.fromkeys(keys):
        if key not in days:
            yield _("%(place)s：报名表里没有日期字段“%(key)s”") % {"place": place, "key": key} + meant(key, days)
        elif not fields[key].required:
            yield _("%(place)s：“%(key)s”要核对，请加上 required = true") % {"place": place, "key": key}
        if keys.count(key) > 1:
            yield _("%(place)s：“%(key)s”只能写一次") % {"place": place, "key": key}


def _registers(definition: ProgrammeType) -> Iterator[str]:
    screening, honour = definition.screening, definition.honour
    for place, key in (
        ("steps.screening.listed_in", screening.listed_in if screening else ""),
        ("steps.honour.enters", honour.enters if honour else ""),
    ):
        if key and key not in registers():
            yield _("%(place)s：没有名册“%(key)s”") % {"place": place, "key": key} + meant(key, registers())
    if honour and honour.enters in registers() and registers()[honour.enters].of != "person":
        yield _("steps.honour.enters：名册“%(key)s”列的不是个人") % {"key": honour.enters}


def _allotment(definition: ProgrammeType) -> Iterator[str]:
    step = definition.allotment
    if step and step.method == "by-score" and definition.judging is None:
        yield _("steps.allotment.method：by-score 要有评审（judging）")
    life = [kind for kind in ("training", "service", "payment") if getattr(definition, kind) is not None]
    if definition.applications and step is None and definition.pairing is None and life:
        yield _("steps.%(kind)s：报名后没有录取；请加上 allotment 或 pairing") % {"kind": life[0]}


def _classes(definition: ProgrammeType) -> Iterator[str]:
    """What is reported by must be a choice that everybody may see counted."""
    form = definition.applications
    chosen = [field.key for field in form.fields if field.kind == "choice" and not field.personal] if form else []
    for key in definition.allotment.classes if definition.allotment else ():
        if key not in chosen:
            yield _("steps.allotment.classes：报名表里没有不遮住的单选题“%(key)s”") % {"key": key} + meant(key, chosen)


def _fit(definition: ProgrammeType) -> Iterator[str]:
    """What fit is made of says something only to a method that looks at it."""
    step = definition.allotment
    if step is None:
        return
    if step.fit is not None and step.method not in FITTED:
        yield _("steps.allotment.fit：只有 optimal 和 stable 看 fit；请改 method 或去掉 fit")
    if step.method == "optimal" and step.fit is None:
        yield _("steps.allotment.fit：optimal 要写明一份录取值多少分（fit）")
    if step.method == "stable" and step.fit is not None and step.fit.wishes:
        yield _("steps.allotment.fit.wishes：stable 本来就按志愿顺序；分数再看志愿，会让人不敢如实填报")
    if step.fit is not None and step.fit.score and definition.judging is None:
        yield _("steps.allotment.fit.score：要有评审（judging）")


def _shares(definition: ProgrammeType) -> Iterator[str]:
    """A share of those placed is kept by `optimal` alone, and only while nobody moves up."""
    step = definition.allotment
    shares = [rule for rule in definition.rules if isinstance(rule, Share) and rule.of == "placements"]
    if step is None or not shares:
        return
    if step.method == "stable":
        yield _("rules：stable 保证不了录取的比例（share）；请用 optimal，或改为 per-unit")
    if step.method == "optimal" and len(shares) > 1:
        yield _("rules：optimal 只能保证一条录取的比例（share）")
    if step.method == "optimal" and step.waiting:
        yield _("steps.allotment.waiting：候补递补会破坏录取的比例（share）；请写 waiting = false")


def _pairing(definition: ProgrammeType) -> Iterator[str]:
    step, openings = definition.pairing, definition.openings
    if step is None or openings is None:
        return
    if "person" not in openings.by:
        yield _("steps.pairing：结对由人提供名额；openings.by 里要有 person")
    if openings.most > step.most:
        yield _("steps.openings.most：一个名额最多 %(openings)d 人，超过结对的 %(pairing)d 人；请改成一样") % {
            "openings": openings.most,
            "pairing": step.most,
        }


def _minors(definition: ProgrammeType) -> Iterator[str]:
    """A programme made for minors asks their guardians."""
    screening, applications, consent = definition.screening, definition.applications, definition.consent
    if screening is None or applications is None or not PERSONS & set(applications.by):
        return
    if screening.most_age is None or screening.most_age >= OF_AGE + 1:
        return
    if consent is None or consent.guardian == "never":
        yield _("steps.consent：面向未成年人（most_age = %(age)d），要征得监护人同意") % {"age": screening.most_age}


def _training(definition: ProgrammeType) -> Iterator[str]:
    step = definition.training
    if step is None:
        return
    kind = definition.kind(step.record) if step.record else None
    if kind is not None and kind.person == "none" and not _of_children(definition):
        yield _("steps.training.record：到场要记到人，纪实“%(kind)s”的 person 不能是 none") % {"kind": kind.key}
    if bool(step.session) != bool(step.session_en):
        yield _("steps.training.session：场次的叫法要有中文和英文（session_en）")


def _named(definition: ProgrammeType) -> Iterator[str]:
    """A record that must name a person can be left only where persons apply."""
    others = set(definition.applications.by) - PERSONS if definition.applications else set()
    for step in (definition.training, definition.service, definition.payment, definition.honour):
        kind = definition.kind(step.record) if step is not None and step.record else None
        if step is not None and kind is not None and kind.person == "required" and others:
            yield _(
                "steps.%(step)s.record：纪实“%(kind)s”要写明人，而报名的还有%(others)s；请把 person 改为 optional"
            ) % {
                "step": step.kind,
                "kind": kind.key,
                "others": listed(sorted(others)),
            }


def _of_children(definition: ProgrammeType) -> bool:
    """Children are counted, never named."""
    return definition.consent is not None and definition.consent.guardian == "always"


def _payment(definition: ProgrammeType) -> Iterator[str]:
    step = definition.payment
    if step is None:
        return
    kind: RecordKind | None = definition.kind(step.record) if step.record else None
    if kind is None:
        yield _("steps.payment.record：要写明发放记成哪一类纪实")
    elif kind.unit != YUAN:
        yield _("steps.payment.record：纪实“%(kind)s”以%(unit)s计；发放要以元计") % {
            "kind": kind.key,
            "unit": kind.unit,
        }
    if definition.openings is None:
        yield _("steps.payment：没有名额（openings），不知道发给谁")


def _rules(definition: ProgrammeType) -> Iterator[str]:
    for number, rule in enumerate(definition.rules, start=1):
        yield from (f"rules.{number}：{sentence}" for sentence in _about_rule(definition, rule))


def _about_rule(definition: ProgrammeType, rule: Rule) -> Iterator[str]:
    if definition.openings is None:
        yield _("没有名额（openings），规则管不到任何事")
    if isinstance(rule, Share) and rule.level == "province":
        yield _("level：所有单位都在省级及以下，这条规则没有意义")
    if isinstance(rule, PerUnit):
        if rule.most is None and not rule.least:
            yield _("least 和 most 至少写一个")
        if rule.most is not None and rule.least > rule.most:
            yield _("least 不能大于 most")
        if rule.of == "applications" and definition.applications is None:
            yield _("of = applications 要有报名（applications）")


def _certificate(definition: ProgrammeType) -> Iterator[str]:
    certificate = definition.certificate
    if certificate is None:
        return
    try:
        named = [name for _text, name, _form, _how in string.Formatter().parse(certificate.says) if name is not None]
    except ValueError:
        yield _("certificate.says：花括号没有成对")
        return
    for name in named:
        if name not in PLACEHOLDERS:
            yield _("certificate.says：没有占位词“%(name)s”") % {"name": name} + meant(name, PLACEHOLDERS)
    if {"quantity", "measure"} & set(named) and not certificate.record:
        yield _("certificate.record：用到数量，要写明合计哪一类纪实")
    if definition.openings is None:
        yield _("certificate：没有名额（openings），不知道发给谁")
    yield from _when(definition, certificate.when)


def _when(definition: ProgrammeType, when: str) -> Iterator[str]:
    if when == "honoured" and definition.honour is None:
        yield _("certificate.when：honoured 要有表彰（honour）")
    if when in ("served", "finished") and not (definition.service or definition.training):
        yield _("certificate.when：%(when)s 要有培训（training）或服务（service）") % {"when": when}
    if when == "served" and definition.certificate and not definition.certificate.record:
        yield _("certificate.record：served 看的是确认过的纪实，要写明哪一类")
