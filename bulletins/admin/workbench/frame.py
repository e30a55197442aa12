"""What the pages of the workbench share: who may open them, the steps of the issue, the tabs, the next act."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from alliance.core import audit
from alliance.core.admin.acts import as_act
from alliance.core.components import Step
from alliance.core.dates import short_moment_words
from alliance.core.errors import DomainError
from bulletins.enums import OPEN_TO_EDITS, BulletinState
from bulletins.models import Bulletin, BulletinEntry

STEM = "admin:bulletins_bulletin_"
# The steps of an issue: label, the state that it stands in there, the act that ends the step.
STEPS = (
    ("编辑", BulletinState.EDITING, "send_to_proof"),
    ("校对", BulletinState.PROOFING, "approve"),
    ("审定", BulletinState.APPROVED, "issue"),
    ("印发", BulletinState.ISSUED, ""),
)
NEXT_WORDS = {"send_to_proof": "送校对", "approve": "审定", "issue": "印发"}
CLOSED = {
    BulletinState.APPROVED: "本期已审定，内容只能查看。需要修改时，请先退回编辑。",
    BulletinState.ISSUED: "本期已印发，内容不能再改。发现差错时，请做更正版。",
    BulletinState.WITHDRAWN: "本期已撤下，内容不能再改。请做更正版后重新印发。",
}
ACTS_SHOWN = 12


def address(name: str, bulletin: Bulletin, *more) -> str:
    """Where a page of the workbench of this issue is; `change` is the workbench itself."""
    return reverse(f"{STEM}{name}", args=[bulletin.pk, *more])


def entry_address(entry: BulletinEntry, bulletin: Bulletin, anchor: str = "") -> str:
    return address("entry", bulletin, entry.pk) + (f"#{anchor}" if anchor else "")


def may_edit(user) -> bool:
    return user.has_perm("bulletins.change_bulletin")


def may_comment(user, bulletin: Bulletin) -> bool:
    """Until the issue is out."""
    ended = bulletin.state in (BulletinState.ISSUED, BulletinState.WITHDRAWN)
    return not ended and user.has_perm("bulletins.comment_bulletin", bulletin)


def is_open(bulletin: Bulletin) -> bool:
    return bulletin.state in OPEN_TO_EDITS


def page(model_admin, view: Callable, *, acts_only: bool = False) -> Callable:
    """`view(request, model_admin, bulletin, **arguments)` as a page of the admin.

    Reading asks for the right to view issues, POST for the right to change them; `acts_only` answers POST alone.
    """

    def shown(request, pk: int, **arguments):
        bulletin = get_object_or_404(Bulletin.objects.defer("frozen"), pk=pk)
        if not model_admin.has_view_permission(request, bulletin):
            raise PermissionDenied
        if request.method == "POST" and not may_edit(request.user):
            raise PermissionDenied
        if acts_only and request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        return view(request, model_admin, bulletin, **arguments)

    return model_admin.admin_site.admin_view(shown)


def context_of(request, model_admin, bulletin: Bulletin, *, here: str, title: str, **more) -> dict:
    """The context that every page of an issue has; `here` is the tab it belongs to."""
    acts = list(audit.entries_of(bulletin)[:ACTS_SHOWN])
    may = may_edit(request.user)
    moves = model_admin.moves_for(request, bulletin)
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": title,
        "bulletin": bulletin,
        "is_fullwidth": "1",
        "here": here,
        "may_edit": may and is_open(bulletin),
        "may_act": may,
        "closed": CLOSED.get(bulletin.state, ""),
        "steps": steps_of(bulletin, acts, more.get("finding_count", 0)),
        "acts": [as_act(entry) for entry in acts],
        "next_move": next((move for move in moves if move.name in NEXT_WORDS), None),
        "other_moves": [move for move in moves if move.name not in NEXT_WORDS],
        "original": bulletin,
        **more,
    }


def steps_of(bulletin: Bulletin, acts: list, findings: int) -> list[Step]:
    """编辑 → 校对 → 审定 → 印发: what is done with who did it when (the newest such act), what proofreading still has."""
    states = [state for _, state, _ in STEPS]
    is_out = bulletin.state not in states or bulletin.state == BulletinState.ISSUED
    current = len(STEPS) if is_out else states.index(bulletin.state)
    done = {entry.action.rpartition(".")[2]: entry for entry in reversed(acts)}
    steps = []
    for place, (label, state, ending) in enumerate(STEPS):
        if place < current:
            steps.append(Step(label, "done", _who(done.get(ending or "issue"))))
            continue
        note = f"{findings} 处待处理" if findings and state == BulletinState.PROOFING else ""
        steps.append(Step(label, "current" if place == current else "todo", note))
    return steps


def _who(entry) -> str:
    return f"{entry.done_by} {short_moment_words(entry.at)}" if entry else ""


# ---------------------------------------------------------------- acts
def answered(request, model_admin, act: Callable, *, done, back: str) -> HttpResponseRedirect:
    """Run `act()`; say `done` (a text, or a function of what `act` returned), or why it was refused; and go `back`."""
    try:
        result = act()
    except DomainError as refused:
        model_admin.message_user(request, refused.message, messages.ERROR)
    except ValidationError as invalid:
        model_admin.message_user(request, " ".join(invalid.messages), messages.ERROR)
    else:
        model_admin.message_user(request, done(result) if callable(done) else done, messages.SUCCESS)
    return HttpResponseRedirect(back)


def entry_of(bulletin: Bulletin, pk: int) -> BulletinEntry:
    """An entry of this issue and no other; 404 else."""
    return get_object_or_404(
        BulletinEntry.objects.select_related("section__bulletin"), pk=pk, section__bulletin=bulletin
    )
