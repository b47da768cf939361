"""What staff do at their desk: open, offer, review, decide, allot, hold, confirm, pay, honour, certify, count."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone
from playwright.sync_api import expect

from sangzi.kernel.movements import settle_all

from .pages import Walked

FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


class Desk(Walked):
    """The pages of whoever works for a unit."""

    def open_round(self, key) -> int:
        self.open(f"/desk/programmes/{key}/open/")
        self.send("开启")
        return self.number()

    def offer(self, round_, definition, title, *, person="", partner="", vetted="", place=False) -> int:
        self.open(f"/desk/rounds/{round_.pk}/offer/")
        self.says("title", title)
        self.says("capacity", min(3, definition.openings.most))
        if definition.openings.money:
            self.says("amount", 1000)
        if person:
            self.pick("offered_by", person)
        if partner:
            self.pick("partner", partner)
        if place:
            self.page.locator('input[name="place"]:not([value=""])').first.check()
        self.answer(definition.openings.fields, "own_")
        for field in definition.openings.vets:
            self.says(f"own_{field}", vetted)
        self.send("发布")
        return self.number()

    def review(self, opening):
        self.open(f"/desk/openings/{opening.pk}/review/")
        self.page.locator('[name="accept"][value="yes"]').check()
        self.send("确定")
        self.reads("已发布。")

    def set_nights(self, opening):
        self.open(f"/desk/openings/{opening.pk}/days/")
        self.says("last", timezone.localdate() + timedelta(days=9))
        self.send("保存")

    def admit(self, application):
        """From the list to the application, and through."""
        self.open(f"/desk/rounds/{application.round_id}/applications/")
        self.press(self.page.locator(f'main a[href*="/desk/applications/{application.pk}/"]').first)
        self.send("通过")
        self.reads("已通过。")

    def listed(self, round_) -> str:
        """What the list of applications says."""
        self.open(f"/desk/rounds/{round_.pk}/applications/")
        return self.page.locator("main table").first.inner_text()

    def place(self, application):
        self.open(f"/desk/applications/{application.pk}/")
        self.go("安排名额")
        box = self.page.locator('[name="opening"]')
        box.first.check() if box.first.get_attribute("type") == "radio" else box.select_option(index=0)
        self.send("安排")

    def allot(self, round_):
        """Lots where they are drawn; then what it would come to, published after looking at what will happen."""
        self.open(f"/desk/rounds/{round_.pk}/allotment/")
        if self.page.locator('[name="seed"]').count():
            self.says("seed", "当晚开奖号码 20735")
            self.send("抽签")
        self.send("试算")
        self.go("公布")
        self.send("确认公布，并通知每个人")
        self.reads("已公布，每个人都会收到通知。")

    def set_session(self, round_, title) -> int:
        """A session today; its number."""
        self.open(f"/desk/rounds/{round_.pk}/sessions/add/")
        self.says("on", timezone.localdate())
        self.says("title", title)
        self.send("安排")
        self.go(title)
        return self.number()

    def code_of(self, session) -> str:
        """What the code on the wall says."""
        self.open(f"/desk/sessions/{session}/poster/")
        expect(self.page.locator(".poster .code svg")).to_have_count(1)
        return urlsplit(self.page.locator(".poster .address").inner_text()).path

    def hold_session(self, round_, title) -> int:
        """Today's session, and everybody who is expected was there."""
        self.set_session(round_, title)
        boxes = self.page.locator('[name="who"]')
        for number in range(there := boxes.count()):
            boxes.nth(number).check()
        if there:
            self.send("登记勾选的人到场")
        return there

    def verb(self, placement, verb, button):
        self.open(f"/desk/placements/{placement.pk}/{verb}/")
        self.send(button)

    def break_off(self, placement, reason):
        self.open(f"/desk/placements/{placement.pk}/")
        self.go("中途结束")
        self.says("reason", reason)
        self.send("中途结束")
        self.reads("已登记中途结束")

    def list_in(self, register, person):
        """Somebody who is known is entered into a register, with what it asks for."""
        self.open(f"/desk/registers/{register.key}/add/")
        self.pick("who", person.name)
        self.answer(register.fields, "own_")
        self.page.locator('[name="consents"]').check()
        self.send("列入")

    def confirm(self, placement):
        """What the person wrote down is right."""
        self.open(f"/desk/placements/{placement.pk}/")
        self.send("确认")
        self.reads("已确认，计入数据。")

    def log(self, placement):
        self.open(f"/desk/placements/{placement.pk}/log/")
        self.says("quantity", 1)
        self.send("记服务")
        self.reads("已记下，计入数据。")

    def take_report(self, placement):
        self.open(f"/desk/placements/{placement.pk}/")
        self.send("收下")
        self.reads("已收下。")

    def say_how_it_was(self, placement, asked):
        self.open(f"/desk/placements/{placement.pk}/feedback/")
        self.answer(asked, "own_")
        self.send("反馈")

    def pay(self, placement, parts):
        self.open(f"/desk/placements/{placement.pk}/pay/")
        if parts > 1:
            self.says("part", 1)
        self.says("amount", 500)
        self.says("payer", "和龙市青少年发展基金会")
        self.says("voucher", "凭-1")
        self.send("登记")
        self.reads("已登记发放")

    def appoint(self, round_, account):
        self.open(f"/desk/rounds/{round_.pk}/judging/appoint/")
        self.says("username", account.username)
        self.send("聘请")

    def close_stage(self, round_):
        self.open(f"/desk/rounds/{round_.pk}/judging/close/")
        self.send("定结果")
        self.reads("名次")

    def publish(self, round_):
        self.open(f"/desk/rounds/{round_.pk}/public-notices/publish/")
        for box in self.page.locator('[name="applications"]').all():
            box.check()
        self.send("发布")
        self.reads("已公示")

    def answer_objection(self, notice):
        self.open(f"/desk/public-notices/{notice.pk}/")
        self.go("答复")
        self.says("answer", "经核实，不影响结果。")
        self.send("答复")

    def honour(self, notice, level, asked):
        self.open(f"/desk/public-notices/{notice.pk}/")
        self.go("表彰")
        if level:
            self.page.locator('[name="level"]').select_option(level)
        self.answer(asked, "own_")
        self.send("表彰")
        self.reads("已表彰")

    def certify(self, round_) -> str:
        self.open(f"/desk/rounds/{round_.pk}/certificates/")
        self.send("给够条件的人发证")
        return self.page.locator("main td.number").first.inner_text().split()[0]

    def record(self, round_, kind, person=""):
        """Something that was done, written down by staff."""
        self.open(f"/desk/records/add/?round={round_.pk}&kind={kind.key}")
        if kind.most != 1:
            self.says("quantity", 1)
        if person and kind.person != "none":
            self.pick("person", person)
        if kind.place == "required":
            self.page.locator('input[name="place"]:not([value=""])').first.check()
        self.send("写入")
        self.reads("已写入纪实")

    def figure(self, indicator) -> float:
        """What the board says of everything that was counted."""
        settle_all()  # what a crowd moved, the worker counts in a moment
        self.open(f"/desk/figures/{indicator}/")
        said = FIGURE.search(self.page.locator(".standing .figure-large").inner_text())
        return float(said.group().replace(",", "")) if said else 0

    def follow_receipt(self):
        """From the figure to its receipt, and from there to the list of what it was counted from."""
        self.go("查看凭据")
        self.press(self.page.locator("main dl.pairs dd a").first)
