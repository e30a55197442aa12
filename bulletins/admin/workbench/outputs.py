"""The page of the files of an issue, and what comes after it is out: the public page, 群通知, a corrected edition."""

from dataclasses import dataclass

from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path

from alliance.printing.models import RenderedDocument
from bulletins.admin.workbench.frame import address, answered, context_of, may_edit, page
from bulletins.enums import BulletinState, RenditionVariant
from bulletins.models import Bulletin
from bulletins.services.downloads import downloads_of
from bulletins.services.issuing import OUT, correct_bulletin, printable_variants
from bulletins.services.renditions import print_bulletin

# What each file is for, said to whoever chooses one.
PURPOSES = {
    RenditionVariant.PDF: "屏幕阅读和普通打印，带书签和无障碍标签。",
    RenditionVariant.SMALL: "图片压缩，不超过 3 MB，适合发到微信群。",
    RenditionVariant.PRINT: "交印刷厂：3 毫米出血和裁切线。",
    RenditionVariant.ARCHIVE: "长期保存用的归档格式，字体和色彩都在文件里。",
    RenditionVariant.DOCX: "可以用 Word 或 WPS 打开继续编辑。",
}
ORDER = tuple(PURPOSES)


@dataclass(frozen=True)
class Output:
    """A file of the issue: what it is for, the job that was asked for last, the finished one that readers get."""

    variant: RenditionVariant
    purpose: str
    requested: RenderedDocument | None
    finished: RenderedDocument | None

    @property
    def has_older(self) -> bool:
        """Readers still get an earlier file than the one asked for last."""
        return bool(self.finished and self.requested and self.finished.pk != self.requested.pk)


def pages(model_admin) -> list:
    return [
        path("<int:pk>/files/", page(model_admin, show), name="bulletins_bulletin_files"),
        path("<int:pk>/print/", page(model_admin, make, acts_only=True), name="bulletins_bulletin_print"),
        path(
            "<int:pk>/correct/", page(model_admin, correct, acts_only=True), name="bulletins_bulletin_correct"
        ),
    ]


def show(request, model_admin, bulletin: Bulletin):
    """GET: each kind of file with its progress."""
    bulletin = Bulletin.objects.with_renditions().get(pk=bulletin.pk)
    context = context_of(
        request,
        model_admin,
        bulletin,
        here="files",
        title=f"成品文件：{bulletin}",
        outputs=outputs_of(bulletin),
        is_issued=bulletin.state == BulletinState.ISSUED,
        downloads=downloads_of(bulletin),
        may_print=may_edit(request.user) and request.user.has_perm("bulletins.print_bulletin", bulletin),
        may_correct=may_edit(request.user) and bulletin.state in OUT,
    )
    return render(request, "admin/bulletins/bulletin/files.html", context)


def outputs_of(bulletin: Bulletin) -> list[Output]:
    made = {variant: bulletin.rendition(variant) for variant in ORDER}
    return [
        Output(
            variant,
            PURPOSES[variant],
            made[variant].requested if made[variant] else None,
            made[variant].document if made[variant] else None,
        )
        for variant in ORDER
    ]


def make(request, model_admin, bulletin: Bulletin):
    """POST `variant` (the reading PDF by default), or `all`: ask for the files, then back to where the bars are."""
    wanted = request.POST.get("variant", RenditionVariant.PDF)
    if wanted not in (*RenditionVariant.values, "all"):
        return HttpResponseBadRequest("没有这种文件。", content_type="text/plain; charset=utf-8")
    variants = printable_variants() if wanted == "all" else (wanted,)

    def act():
        for variant in variants:
            print_bulletin(actor=request.user, bulletin=bulletin, variant=variant)

    back = address("files", bulletin) + ("" if wanted == "all" else f"#{wanted}")
    return answered(request, model_admin, act, done="已开始生成。", back=back)


def correct(request, model_admin, bulletin: Bulletin):
    """POST `note`: a new edition that says what it corrects, opened on its own workbench."""
    note = request.POST.get("note", "")
    made = []

    def act():
        made.append(correct_bulletin(actor=request.user, bulletin=bulletin, note=note))

    done = "已建立更正版，请改正差错后重新校对、审定、印发。"
    answer = answered(request, model_admin, act, done=done, back=address("change", bulletin))
    return HttpResponseRedirect(address("change", made[0])) if made else answer
