"""What a programme's capability, its steps, and what its records want are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise

CAPABILITIES: dict[str, Words] = {
    "C01": _("组织与阵地"),
    "C02": _("人才"),
    "C03": _("作品与发布"),
    "C04": _("活动与学习"),
    "C05": _("竞赛、评选与荣誉"),
    "C06": _("岗位与志愿服务"),
    "C07": _("结对与导师"),
    "C08": _("资助与权益"),
    "C09": _("求助与反馈"),
    "C10": _("对接与市场"),
    "C11": _("目标与督查"),
    "C12": _("会议与任务"),
    "C13": _("团员与干部"),
    "C14": _("身份与授权"),
}

STEPS: dict[str, Words] = {
    "openings": pgettext_lazy("step", "发布名额"),
    "applications": pgettext_lazy("step", "报名"),
    "screening": pgettext_lazy("step", "资格审核"),
    "judging": pgettext_lazy("step", "评审"),
    "allotment": pgettext_lazy("step", "分配"),
    "pairing": pgettext_lazy("step", "结对"),
    "consent": pgettext_lazy("step", "征得同意"),
    "training": pgettext_lazy("step", "培训"),
    "service": pgettext_lazy("step", "实施"),
    "payment": pgettext_lazy("step", "拨付"),
    "feedback": pgettext_lazy("step", "反馈"),
    "honour": pgettext_lazy("step", "公示表扬"),
    "close": pgettext_lazy("step", "结束"),
}

WANTED: dict[str, Words] = {
    "none": _("不登记"),
    "optional": _("可以填"),
    "required": _("要写明"),
}
