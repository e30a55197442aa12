"""文件库: the alliance's documents, public as far as they are; what members share (资料交流)."""

from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from alliance.core.components import choices_for
from alliance.core.forms import open_form
from alliance.core.tables import table_for
from members.enums import Access, Body, DocumentKind
from members.forms.library import MaterialForm, TakeDownForm
from members.library_filters import DocumentFilter, MaterialFilter
from members.library_tables import DocumentTable, MaterialTable
from members.models import LibraryDocument, SharedMaterial
from members.rules import access_levels, units_represented
from members.services import library as services
from members.views.access import units_of_liaison

NOTHING_YET = "联盟公开的章程、管理办法和政策文件会列在这里。"


@require_safe
def document_list(request):
    """The documents that this visitor may read, by kind, each with its version in force."""
    levels = access_levels(request.user)
    documents = _documents(request.user, levels)
    kinds = Counter(documents.values_list("kind", flat=True))
    found = DocumentFilter(request.GET, documents.with_versions().in_library_order())
    options = [(kind.value, kind.label, kinds[kind]) for kind in DocumentKind if kinds[kind]]
    table = DocumentTable(found.qs)
    if not kinds:
        table.empty_hint = NOTHING_YET
    context = {
        "table": table_for(request, table),
        "filter": found,
        "kinds": choices_for(request, "kind", options, total=kinds.total()),
        "reads_materials": Access.MEMBERS in levels,
    }
    return render(request, "members/library/documents.html", context)


@require_safe
def document_detail(request, pk: int):
    """One document: its version in force, then those to come and the older ones."""
    documents = _documents(request.user, access_levels(request.user)).with_versions()
    document = get_object_or_404(documents, pk=pk)
    current = document.in_force()
    context = {
        "document": document,
        "current": current,
        "others": [version for version in document.versions.all() if version != current],
    }
    return render(request, "members/library/document.html", context)


def _documents(user, levels):
    return LibraryDocument.objects.visible_to(user).readable_at(levels).published()


# ---------------------------------------------------------------- 资料交流
@login_required
@require_safe
def material_list(request):
    levels = _member_levels(request.user)
    standing = SharedMaterial.objects.standing().readable_at(levels).select_related("unit", "stored")
    found = MaterialFilter(request.GET, standing)
    context = {
        "table": table_for(request, MaterialTable(found.qs)),
        "filter": found,
        "shares": bool(units_represented(request.user, Body.LIAISON_MEETING)),
    }
    return render(request, "members/library/materials.html", context)


@login_required
def material_new(request):
    units = units_of_liaison(request.user)
    form = open_form(request, MaterialForm, key="material-new", units=units)
    if request.method == "POST" and form.is_valid():
        material = form.call(
            services.share_material,
            actor=request.user,
            unit=form.unit,
            token=form.cleaned_data["form_token"],
            content=form.content,
        )
        if material is not None:
            messages.success(request, f"已分享：{material}")
            return redirect(material)
    return render(request, "members/library/material_form.html", {"form": form, "units": units})


@login_required
def material_detail(request, pk: int):
    """One material. Its unit and staff take it down here; after that it is theirs alone to look at."""
    material = get_object_or_404(_materials_of(request.user), pk=pk)
    may_take_down = not material.is_down and request.user.has_perm("members.take_down_material", material)
    if request.method == "POST" and not may_take_down:
        raise PermissionDenied("只有提供单位和秘书处可以下架资料。")
    form = open_form(request, TakeDownForm, key=f"material-{pk}") if may_take_down else None
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if form.call(services.take_down_material, actor=request.user, material=material, reason=reason):
            messages.success(request, f"已下架：{material}")
            return redirect("library:materials")
    context = {"material": material, "form": form}
    return render(request, "members/library/material.html", context)


def _materials_of(user):
    """What stands and may be read, and one's own unit's also after it was taken down."""
    materials = SharedMaterial.objects.select_related("unit", "stored")
    if user.is_staff:
        return materials
    standing = materials.standing().readable_at(access_levels(user))
    return standing | materials.filter(unit__in=units_represented(user, Body.LIAISON_MEETING))


def _member_levels(user) -> list[str]:
    levels = access_levels(user)
    if Access.MEMBERS not in levels:
        raise PermissionDenied("此页面供成员单位使用。")
    return levels
