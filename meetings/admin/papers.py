"""会议材料: put to an item of the agenda on the agenda's page; here to be found and looked at."""

from django.contrib import admin

from alliance.core.admin import PlainModelAdmin, ReadOnlyAdminMixin
from meetings.admin.meetings import COUNCIL
from meetings.models import AgendaPaper


@admin.register(AgendaPaper)
class AgendaPaperAdmin(ReadOnlyAdminMixin, PlainModelAdmin):
    index_group = COUNCIL
    list_display = ("title", "item", "meeting", "access", "stored")
    list_filter = ("access", ("item__meeting", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("item__meeting", "stored")
    search_fields = ("title", "item__title", "item__meeting__name")
    fields = ("item", "title", "stored", "access", "order")

    @admin.display(description="会议", ordering="item__meeting")
    def meeting(self, paper):
        return paper.item.meeting
