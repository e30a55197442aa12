"""Writes of the library: versions of documents, what members share with each other."""

import uuid
from datetime import date

from django.db import transaction
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.behalf import OnBehalf
from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.files.serve import may_read
from alliance.core.files.store import store_file
from alliance.core.models import StoredFile
from alliance.core.writing import lock, save_record
from members.enums import Access
from members.models import DocumentVersion, LibraryDocument, SharedMaterial, Unit

SHARED_WITH = (Access.MEMBERS, Access.COUNCIL)  # what members share stays among them
USED_FORM = "这份表单已失效，请重新打开后填写。"


@transaction.atomic
def add_version(  # noqa: PLR0913  one keyword for each thing that a version says
    *,
    actor,
    document: LibraryDocument,
    upload=None,
    stored: StoredFile | None = None,
    label: str = "",
    adopted_on: date | None = None,
    effective_on: date | None = None,
    basis: str = "",
    note: str = "",
) -> DocumentVersion:
    """Add the next version, numbered 1, 2, 3 … without gaps; none is ever changed or taken away.

    The file is an `upload` (a Django file, stored here) or already `stored`. Raises BadFile, DomainError by field,
    ValidationError by field.
    """
    document = lock(document)  # versions that arrive at the same moment get their numbers one after another
    require(actor, "members.manage_library", document)
    if upload is not None:
        stored = store_file(actor=actor, upload=upload)
    if stored is None:
        raise DomainError("请选择文件。", field="upload")
    if actor is not None and not may_read(actor, stored):
        raise NotAllowed("您没有使用这个文件的权限。")
    if adopted_on and effective_on and effective_on < adopted_on:
        raise DomainError("施行日期不能早于通过日期。", field="effective_on")
    version = DocumentVersion(
        document=document,
        number=document.versions.count() + 1,
        label=label.strip(),
        stored=stored,
        adopted_on=adopted_on,
        effective_on=effective_on,
        basis=basis.strip(),
        note=note.strip(),
        created_by=actor,
    )
    version.full_clean(exclude={"created_by"})
    version.save()
    audit.record(
        actor=actor,
        obj=document,
        action="members.librarydocument.add_version",
        label=f"上传第{version.number}版",
    )
    return version


# ---------------------------------------------------------------- 资料交流
@transaction.atomic
def share_material(
    *, actor, unit: Unit, token: uuid.UUID, content: dict, behalf: OnBehalf | None = None
) -> SharedMaterial:
    """Share a file of `unit` with the other members. `content`: title, summary, access, stored.

    The same `token` again returns what it made. Raises DomainError at `access` for what is not for members,
    ValidationError by field.
    """
    unit = lock(unit)  # forms sent at the same moment come one after another
    existing = SharedMaterial.objects.filter(form_token=token).first()
    if existing is not None:
        if existing.created_by_id != actor.pk or existing.unit_id != unit.pk:
            raise DomainError(USED_FORM)
        return existing
    material = SharedMaterial(unit=unit, form_token=token, created_by=actor, is_example=unit.is_example)
    require(actor, "members.share_material", material, behalf)
    if content.get("access", Access.MEMBERS) not in SHARED_WITH:
        raise DomainError("交流资料只能供成员单位或理事会查阅。", field="access")
    for name in ("title", "summary", "access", "stored"):
        if name in content:
            setattr(material, name, content[name])
    save_record(material, actor=actor)
    audit.record(
        actor=actor, obj=material, action="members.sharedmaterial.share", label="分享资料", behalf=behalf
    )
    return material


@transaction.atomic
def take_down_material(*, actor, material: SharedMaterial, reason: str) -> SharedMaterial:
    """下架: nobody but staff reads it any more; the row stays. Raises DomainError without a reason."""
    material = lock(material)
    require(actor, "members.take_down_material", material)
    if material.is_down:
        raise WrongState("这份资料已经下架。")
    reason = reason.strip()
    if not reason:
        raise DomainError("请填写下架原因。", field="reason")
    if len(reason) > SharedMaterial._meta.get_field("taken_down_reason").max_length:
        raise DomainError("下架原因不能超过 200 字。", field="reason")
    material.taken_down_at, material.taken_down_reason = timezone.now(), reason
    save_record(material, actor=actor, reason=reason)
    audit.record(
        actor=actor, obj=material, action="members.sharedmaterial.take_down", label="下架", reason=reason
    )
    return material
