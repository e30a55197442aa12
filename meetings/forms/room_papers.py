"""Which paper for the room, for whom."""

from django import forms

from alliance.core.forms import PortalForm
from meetings.room_papers import (
    BADGES,
    CARDS,
    COMING,
    HANDBOOK,
    IN_ROW,
    MOST_IN_ROW,
    MOST_ON_STAGE,
    SEATS,
    SIGN_IN,
    WHO,
)

PAPERS = [
    (HANDBOOK, "会议手册（A5：安排、议程、名单、材料）"),
    (SIGN_IN, "签到表（A4）"),
    (CARDS, "席卡（A4 横向，中间对折）"),
    (SEATS, "座次表（A4 横向）"),
    (BADGES, "胸牌（A4 每页 10 张，90×54 毫米，带签到码）"),
]


class RoomPapersForm(PortalForm):
    submit_label = "生成 PDF"

    kind = forms.ChoiceField(label="打印什么", choices=PAPERS, widget=forms.RadioSelect, initial=HANDBOOK)
    who = forms.ChoiceField(label="哪些人员", choices=WHO, widget=forms.RadioSelect, initial=COMING)
    on_stage = forms.IntegerField(
        label="主席台人数",
        min_value=0,
        max_value=MOST_ON_STAGE,
        initial=0,
        help_text="座次表用：名单前几位坐主席台，第一位居中。",
    )
    in_row = forms.IntegerField(
        label="每排座位数", min_value=1, max_value=MOST_IN_ROW, initial=IN_ROW, help_text="座次表用。"
    )

    @property
    def options(self) -> dict:
        """For `services.room_papers.print_paper`."""
        said = self.cleaned_data
        seats = {name: said[name] for name in ("on_stage", "in_row")} if said["kind"] == SEATS else {}
        return {"kind": said["kind"], "who": said["who"], **seats}
