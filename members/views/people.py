"""The directory of people and a person's page, for those who are logged in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from alliance.core import audit
from alliance.core.components import choices_for
from alliance.core.files.names import content_disposition
from alliance.core.registry import related_links
from alliance.core.tables import table_for
from alliance.core.transfer.formats import Excel
from members.enums import Body
from members.models import Person
from members.people_tables import ACADEMICIAN, ROLES, PersonFilter, PersonTable
from members.querysets import sits_in
from members.resources import DirectoryResource
from members.rosters import offices_of_person, positions_of_person

MOST_EXPORTED = 5000


@login_required
@require_safe
def person_list(request):
    """Everybody who is registered, by pinyin; phone and e-mail as far as the reader may see them."""
    found = _found(request)
    numbers = _numbers()
    options = [(value, label, numbers[value]) for value, label in (*ROLES, (ACADEMICIAN, "院士"))]
    context = {
        "table": table_for(request, PersonTable(found.qs)),
        "filter": found,
        "roles": choices_for(request, "role", options, total=numbers["total"]),
    }
    return render(request, "members/people/list.html", context)


@login_required
@require_POST
def person_export(request):
    """The people found, to Excel, with contact data by right; the act is recorded."""
    people = _found(request).qs
    if people.count() > MOST_EXPORTED:
        messages.warning(request, f"一次最多导出 {MOST_EXPORTED} 人，请先查找，缩小范围后再导出。")
        return redirect(f"{reverse('members:people')}?{request.GET.urlencode()}")
    dataset = DirectoryResource(actor=request.user).export(queryset=people)
    sheet, name = Excel(), f"人员名录-{timezone.localdate():%Y%m%d}.xlsx"
    what = f"{len(dataset)} 人，{name}"
    audit.record(
        actor=request.user, obj=request.user, action="members.person.export", label="导出人员", reason=what
    )
    answer = HttpResponse(sheet.export_data(dataset), content_type=sheet.get_content_type())
    answer["Content-Disposition"] = content_disposition(name, inline=False)
    return answer


@login_required
@require_safe
def person_detail(request, pk: int):
    """One person as far as it is stated: where they work and worked, what they hold and held."""
    people = Person.objects.select_related("unit", "organisation")
    person = get_object_or_404(people, pk=pk)
    context = {
        "person": person,
        "positions": positions_of(person),
        "former": person.affiliations.select_related("unit", "organisation"),
        "related": related_links.collect(person, request.user),
        "may_edit": request.user.is_staff and request.user.has_perm("members.change_person"),
    }
    return render(request, "members/people/detail.html", context)


def positions_of(person: Person) -> list[tuple]:
    """Offices and seats, past ones too: (what is held, its name, the unit of the seat or None, its term)."""
    return [
        *((office, office.get_kind_display(), None, office.term) for office in offices_of_person(person)),
        *(
            (held, _seat_name(held.seat.body), held.seat.unit, held.seat.term)
            for held in positions_of_person(person)
        ),
    ]


def _seat_name(body: str) -> str:
    return f"{Body(body).label}{Body(body).role}"


def _found(request) -> PersonFilter:
    people = Person.objects.select_related("unit", "organisation").order_by("pinyin", "pk")
    return PersonFilter(request.GET, people)


def _numbers() -> dict[str, int]:
    """How many there are of each kind, in one query."""
    kinds = {value: Count("pk", filter=Q(sits_in(value))) for value, _ in ROLES}
    academicians = Count("pk", filter=Q(academician=True))
    return Person.objects.aggregate(total=Count("pk"), **{ACADEMICIAN: academicians}, **kinds)
