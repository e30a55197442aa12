"""The expert's reviews. What an expert may not review, for a conflict or otherwise, does not exist here (404)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from alliance.core.forms import open_form
from projects import services
from projects.enums import NominationState
from projects.forms import ReviewForm
from projects.models import Nomination, NominationReview
from projects.tables import ReviewTable
from projects.views.access import expert_of

DONE_SHOWN = 50


@login_required
@require_safe
def review_list(request):
    person, units = expert_of(request.user)
    own = NominationReview.objects.filter(nomination=OuterRef("pk"), expert=person)
    nominations = (
        Nomination.objects.open_to_expert(person, units).with_parties().annotate(reviewed=Exists(own))
    )
    table = ReviewTable(nominations.order_by("reviewed", "created_at", "pk"))
    RequestConfig(request).configure(table)
    context = {"table": table, "done": _reviewed(person, units)[:DONE_SHOWN], "person": person}
    return render(request, "projects/reviews.html", context)


def _reviewed(person, units):
    """Nominations whose review is over, with the own opinion, which can still be read."""
    own = NominationReview.objects.filter(nomination=OuterRef("pk"), expert=person)
    over = Nomination.objects.without_conflict(person, units).exclude(
        state__in=(NominationState.SUBMITTED, NominationState.UNDER_REVIEW)
    )
    opinion = {"opinion": Subquery(own.values("admit")), "reviewed_at": Subquery(own.values("updated_at"))}
    return over.filter(Exists(own)).with_parties().annotate(**opinion).order_by("-reviewed_at", "-pk")


@login_required
def review(request, pk: int):
    """The expert's one opinion, until the review is over; then what they wrote can still be read.

    Whoever is still writing when it ends keeps the text on the screen, with the reason why it cannot be taken.
    """
    person, units = expert_of(request.user)
    begun = Nomination.objects.without_conflict(person, units).exclude(state=NominationState.SUBMITTED)
    nomination = get_object_or_404(begun.with_parties(), pk=pk)
    own = NominationReview.objects.filter(nomination=nomination, expert=person).first()
    is_on = nomination.state == NominationState.UNDER_REVIEW
    context = {"nomination": nomination, "own": own, "is_on": is_on}
    if request.method == "POST":
        form = _form(request, nomination, own)
        if form.is_valid() and form.call(
            services.review_nomination, actor=request.user, nomination=nomination, opinion=form.opinion
        ):
            messages.success(request, f"评审意见已提交：{nomination.patent.title}。评审结束前可以修改。")
            return redirect("projects:reviews")
        return render(request, "projects/review_form.html", {**context, "form": form})
    if is_on:
        context["form"] = _form(request, nomination, own)
        return render(request, "projects/review_form.html", context)
    if own is None:
        raise Http404
    return render(request, "projects/review_form.html", context)


def _form(request, nomination: Nomination, own: NominationReview | None) -> ReviewForm:
    return open_form(request, ReviewForm, key=f"review-{nomination.pk}", review=own)
