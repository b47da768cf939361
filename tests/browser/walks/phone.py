"""What people do on their phones: find, offer, apply, answer, take part, report, judge."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils import timezone

from sangzi.programmes.models import Applicant

from .pages import Walked

CREDIT_CODE = "91350100M000100Y43"
PLACE = re.compile("去报名|去填报名表")


class Phone(Walked):
    """The pages that anybody or a person who signed in sees."""

    def find(self, programme, round_, opening):
        """From the programme's page to what is offered in its round, and on to the form."""
        self.open(f"/programmes/{programme}/")
        self.press(self.page.get_by_role("main").get_by_role("link").filter(has_text=round_.title).first)
        self.reads(opening.title)
        self.press(self.page.get_by_role("link", name=PLACE).first)

    def as_what(self, kind):
        """Say for whom, where one is asked."""
        link = self.page.locator(f'main a[href*="kind={kind}"]')
        if link.count():
            self.press(link.first)

    def offer(self, round_, definition, kind, title):
        self.open(f"/me/offer/{round_.pk}/")
        self.as_what(kind)
        if kind == Applicant.PARTNER:
            self._organisation()
        self.says("title", title)
        self.says("on", timezone.localdate())
        if definition.openings.most > 1:
            self.says("capacity", 3)
        if definition.openings.money:
            self.says("amount", 1000)
        self.answer(definition.openings.fields, "a-")
        self.send("提交审核")
        self.reads("已提交。工作人员看过之后会公开")

    def fill(self, definition, kind, nights=0):
        """The form, up to looking it over."""
        self.as_what(kind)
        if kind == Applicant.PARTNER:
            self._organisation()
        if kind == Applicant.TEAM:
            self.says("name", "青桑实践队")
        if definition.openings.dated:
            self.says("since", timezone.localdate())
            self.says("until", timezone.localdate() + timedelta(days=nights or min(2, definition.openings.longest)))
        self.answer(definition.applications.fields, "a-")
        self.send("下一步：核对")

    def ask_guardian(self) -> str:
        self.says("guardian_name", "田父")
        self.says("guardian_phone", "13900000009")
        self.send("生成给监护人的链接")
        return self.page.get_by_label("把这个链接转给监护人").input_value()

    def nominate(self, round_, definition, name) -> str:
        """Enter somebody else; the link for them."""
        self.open(f"/rounds/{round_.pk}/")
        self.go("推荐他人")
        self.says("name", name)
        self.says("phone", "13900000007")
        self.answer(definition.applications.fields, "a-")
        self.send("推荐，生成给本人的链接")
        return self.page.get_by_label("转给本人的链接").input_value()

    def agree_as_nominee(self, link, name, born):
        self.open(link)
        self.says("name", name)
        self.says("born", born)
        self.page.locator('[name="read"]').check()
        self.send("同意，提交")
        self.reads("您已同意，推荐已提交")

    def invite(self, name) -> str:
        self.says("member_name", name)
        self.send("生成邀请链接")
        return self.page.get_by_label("把这个链接转给本人").input_value()

    def agree_as_guardian(self, link):
        self.open(link)
        self.says("name", "田父")
        self.page.get_by_role("checkbox").check()
        self.send("同意")
        self.reads("您已答复：同意")

    def agree_as_member(self, link):
        self.open(link)
        self.send("同意加入")

    def hand_in(self):
        if self.page.locator('[name="agree"]').count():
            self.page.locator('[name="agree"]').check()
        self.send("提交报名")
        assert re.search(r"/me/applications/\d+/", self.page.url), self.page.url

    def is_refused(self, sentence):
        """What is handed in is not taken, and the page says why."""
        if self.page.locator('[name="agree"]').count():
            self.page.locator('[name="agree"]').check()
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.get_by_role("button", name="提交报名", exact=True).click()
        assert sentence in self.page.locator("main [role=alert]").inner_text()

    def arrive_by(self, code):
        """The address behind a code on the wall: one button."""
        self.open(code)
        self.send("我到了")
        self.reads("已登记，您到了。")

    def accept(self, application):
        self.open(f"/me/applications/{application.pk}/")
        self.send("接受")
        self.reads("已确认接受。")

    def claim(self, placement, quantity=1):
        self.open(f"/me/life/{placement.pk}/hours/")
        self.says("quantity", quantity)
        self.says("note", "走一遍")
        self.send("提交")
        self.reads("等待确认")

    def report(self, placement, report):
        self.open(f"/me/life/{placement.pk}/reports/{report.key}/")
        self.answer(report.fields, "own_")
        self.send("提交")

    def say_how_it_was(self, placement, asked):
        self.open(f"/me/life/{placement.pk}/feedback/")
        self.answer(asked, "own_")
        self.send("提交")

    def judge(self, judge, step):
        """Declare no interest, give every entry its points, and seal."""
        self.open(f"/me/judging/{judge.pk}/")
        if not judge.declared:
            self.go("申明利害关系")
            self.send("申明")
        self.press(self.page.locator('main a[href*="/entries/"]').first)
        for one in step.criteria:
            self.says(one.key, one.most)
        self.send("保存，评下一份")
        self.send("评完了，提交")

    def object(self, notice):
        """Anybody may, without an account."""
        self.open(f"/notices/{notice.pk}/")
        self.says("text", "请再核实一下参加的时间。")
        self.send("提交异议")

    def check(self, number):
        self.open(f"/check/{number}/")
        self.reads("这份证书是真的，有效。")

    def _organisation(self):
        self.says("partner_name", "和龙青年合作社")
        self.says("partner_code", CREDIT_CODE)
