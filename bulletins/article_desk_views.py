"""稿件 at the desk: write, look at it as it will be printed, hand in, take back. Another unit's article is 404."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from alliance.core import audit
from alliance.core.enums import FileKind
from alliance.core.errors import BadFile, DomainError
from alliance.core.files.store import store_file
from alliance.core.formkit.files import token_of
from alliance.core.forms import open_form
from alliance.core.tables import table_for
from alliance.core.transitions import available_moves
from bulletins.article_forms import ArticleForm
from bulletins.article_paper import paper_of
from bulletins.article_tables import OwnArticleTable
from bulletins.enums import ArticleState
from bulletins.models import Article, CallForContributions
from bulletins.picture_rows import WIDTH
from bulletins.sanitise import clean_body
from bulletins.services import articles as services
from members.models import Unit
from projects.rules import liaison_units

SAFE = ("GET", "HEAD")


@login_required
@require_safe
def article_desk(request):
    """`/desk/articles/`: the articles of one's unit, newest first."""
    units = writers_units(request.user)
    rows = own_articles(request.user).defer("body").select_related("unit", "call").order_by("-updated_at")
    calls = CallForContributions.objects.open().order_by("deadline")
    context = {
        "table": table_for(request, OwnArticleTable(rows)),
        "units": [unit for unit in units if unit is not None],
        "calls": calls.filter(is_example=any(unit.is_example for unit in units if unit)),
    }
    return render(request, "bulletins/article_desk.html", context)


@login_required
def article_new(request):
    """`/desk/articles/new/`, for a call with `?call=`."""
    units = writers_units(request.user)
    call = CallForContributions.objects.open().filter(pk=_number(request.GET.get("call"))).first()
    form = open_form(
        request,
        ArticleForm,
        key=f"article-new-{call.pk}" if call else "article-new",
        action=request.get_full_path(),
        units=units,
        user=request.user,
        initial={"call": call.pk} if call else {},
    )
    if request.method == "POST" and form.is_valid():
        article = form.call(
            services.start_article,
            actor=request.user,
            unit=form.unit,
            token=form.cleaned_data["form_token"],
            content=form.content,
            version=form.cleaned_data["opened_version"],
            hand_in=form.hand_in,
        )
        if article is not None:
            return _saved(request, article, form)
    return _show_form(request, form, None)


@login_required
def article_own(request, pk: int):
    """`/desk/articles/<pk>/`: how it stands, and what can be done with it."""
    article = _own(request, pk)
    if request.method not in SAFE:
        return HttpResponseNotAllowed(SAFE)
    entries = list(audit.entries_of(article))
    context = {
        "article": article,
        "body": clean_body(article.body),
        "entries": entries,
        "returned": _reason_of_return(article, entries),
        "moves": [move.name for move in available_moves(article, request.user)],
        "files": [one.stored for one in article.attachments.select_related("stored")],
    }
    return render(request, "bulletins/article_own.html", context)


@login_required
def article_edit(request, pk: int):
    """`/desk/articles/<pk>/edit/`"""
    article = _own(request, pk)
    form = _edit_form(request, _own(request, pk))  # the form writes into its own copy
    if request.method == "POST":
        if form.is_valid():
            changed = form.call(
                services.save_article,
                actor=request.user,
                article=article,
                version=form.cleaned_data["opened_version"],
                content=form.content,
                hand_in=form.hand_in,
            )
            if changed is not None:
                return _saved(request, changed, form)
        return _show_form(request, form, article)
    if not article.editable_by_its_unit:
        messages.warning(request, f"当前状态为“{article.get_state_display()}”，不能修改。")
        return redirect("bulletins:article-own", pk=pk)
    return _show_form(request, form, article)


@login_required
def article_submit(request, pk: int):
    """POST: hand in what is stored. What is still missing is said on the form."""
    article = _own(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        version = _number(request.POST.get("opened_version")) or None
        services.submit_article(actor=request.user, article=article, version=version)
    except ValidationError as missing:
        messages.error(request, "；".join(missing.messages))
        return redirect("bulletins:article-edit", pk=pk)
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"已投稿：{article}。秘书处已收到通知。")
    return redirect("bulletins:article-own", pk=pk)


@login_required
def article_withdraw(request, pk: int):
    """POST: back to a draft, until the secretariat has decided."""
    article = _own(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        services.withdraw_article(actor=request.user, article=article)
    except DomainError as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, f"已撤回：{article}。可以继续修改。")
    return redirect("bulletins:article-own", pk=pk)


@login_required
@require_safe
def article_preview(request, pk: int):
    """`/desk/articles/<pk>/preview/`: as it will be printed, in a frame."""
    article = _own_or_handled(request, pk)
    moves = [move.name for move in available_moves(article, request.user)]
    is_own = own_articles(request.user).filter(pk=pk).exists()
    up = "bulletins:article-own" if is_own else "admin:bulletins_article_change"
    context = {
        "article": article,
        "moves": moves,
        "up_url": reverse(up, args=[pk]),
        "editable": is_own and article.editable_by_its_unit,
    }
    return render(request, "bulletins/article_preview.html", context)


@login_required
@require_safe
@xframe_options_sameorigin
def article_paper(request, pk: int):
    """What stands in the frame."""
    return HttpResponse(paper_of(_own_or_handled(request, pk)))


@login_required
@require_POST
def article_picture(request):
    """A picture that was chosen in a form: stored at once. Answers JSON for the page's script."""
    writers_units(request.user)
    upload = request.FILES.get("file")
    if upload is None:
        return JsonResponse({"error": "没有收到文件，请重新选择。"}, status=400)
    try:
        stored = store_file(actor=request.user, upload=upload, kinds=[FileKind.PICTURE])
    except BadFile as refused:
        return JsonResponse({"error": refused.message}, status=400)
    address = reverse("core:thumbnail", args=[stored.pk, WIDTH])
    return JsonResponse({"token": token_of(stored, request.user), "picture": address, "name": stored.name})


# ---------------------------------------------------------------- whose
def writers_units(user) -> list[Unit | None]:
    """The units for which `user` writes now, None for the secretariat; PermissionDenied for everybody else."""
    units: list[Unit | None] = list(Unit.objects.filter(pk__in=liaison_units(user)))
    if user.is_staff:
        units.append(None)
    if not units:
        raise PermissionDenied("此页面供各成员单位联络员和秘书处使用。")
    return units


def own_articles(user):
    return Article.objects.on_desk_of(liaison_units(user), secretariat=user.is_staff)


def _own(request, pk: int) -> Article:
    """The article, if this person writes for its unit now; otherwise there is none."""
    wanted = own_articles(request.user).select_related("unit", "call", "meeting", "solicitation")
    return get_object_or_404(wanted.with_pictures(), pk=pk)


def _own_or_handled(request, pk: int) -> Article:
    """The secretariat looks at every article, to decide on it."""
    if request.user.is_staff:
        return get_object_or_404(Article.objects.with_pictures(), pk=pk)
    return _own(request, pk)


def _edit_form(request, article: Article) -> ArticleForm:
    address = reverse("bulletins:article-edit", args=[article.pk])
    return open_form(
        request,
        ArticleForm,
        key=f"article-{article.pk}",
        action=address,
        instance=article,
        user=request.user,
    )


def _reason_of_return(article: Article, entries: list):
    if article.state != ArticleState.RETURNED:
        return None
    return next((act for act in entries if act.to_state == ArticleState.RETURNED), None)


def _show_form(request, form: ArticleForm, article: Article | None):
    returned = _reason_of_return(article, audit.entries_of(article)) if article else None
    context = {"form": form, "article": article, "returned": returned}
    return render(request, "bulletins/article_form.html", context)


def _saved(request, article: Article, form: ArticleForm):
    if form.hand_in:
        messages.success(request, f"已投稿：{article}。秘书处已收到通知。")
        return redirect("bulletins:article-own", pk=article.pk)
    if form.wants_preview:
        return redirect("bulletins:article-preview", pk=article.pk)
    messages.success(request, "已保存草稿。写好后请投稿，秘书处才会收到。")
    return redirect("bulletins:article-edit", pk=article.pk)


def _number(typed) -> int:
    """A number from a request; 0 for anything else."""
    text = str(typed or "")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else 0
