"""How often the files of an issue were downloaded. Days and sums are kept, no person."""

import logging
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.db.models import F, Q, Sum
from django.utils import timezone

from bulletins.enums import BulletinState, RenditionVariant
from bulletins.models import Bulletin, DownloadCount

log = logging.getLogger(__name__)

RECENT_DAYS = 30


def count_download(*, bulletin: Bulletin, variant: str) -> None:
    """Add one for today (Asia/Shanghai). Only of what is issued; a count that fails must not cost the download."""
    if bulletin.state != BulletinState.ISSUED:
        return
    today = {"bulletin": bulletin, "variant": variant, "day": timezone.localdate()}
    try:
        with transaction.atomic():
            DownloadCount.objects.get_or_create(**today)
            DownloadCount.objects.filter(**today).update(count=F("count") + 1)
    except DatabaseError as error:
        log.warning("download of issue %s not counted: %s", bulletin.pk, error)


def downloads_of(bulletin: Bulletin) -> dict:
    """`{"total", "rows": [{"variant", "label", "total", "recent"}]}`: of one edition, `recent` of the last 30 days.

    For `admin/bulletins/bulletin/_downloads.html`; variants without a download are left out. One query.
    """
    since = timezone.localdate() - timedelta(days=RECENT_DAYS - 1)
    counted = DownloadCount.objects.filter(bulletin=bulletin).order_by().values("variant")
    sums = {
        row["variant"]: row
        for row in counted.annotate(total=Sum("count"), recent=Sum("count", filter=Q(day__gte=since)))
    }
    rows = [
        {"variant": str(v), "label": v.label, "total": sums[v]["total"], "recent": sums[v]["recent"] or 0}
        for v in RenditionVariant
        if v in sums
    ]
    return {"total": sum(row["total"] for row in rows), "rows": rows}
