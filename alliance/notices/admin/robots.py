"""Robots of groups: their secret address is taken and never shown again; one trial message at a time."""

import uuid

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html

from alliance.core import audit
from alliance.core.admin import PlainModelAdmin
from alliance.notices import deliveries
from alliance.notices.admin.forms import RobotForm
from alliance.notices.admin.parts import GROUP, confirm
from alliance.notices.kinds import GENERAL, label_of
from alliance.notices.models import RobotChannel


@admin.register(RobotChannel)
class RobotChannelAdmin(PlainModelAdmin):
    index_group = GROUP
    form = RobotForm
    list_display = ("name", "kind", "address", "forwards", "is_active")
    list_filter = ("kind", "is_active")
    readonly_fields = ("address", "test")
    fields = ("name", "kind", "address", "webhook", "secret", "kinds", "is_active", "test")

    def get_urls(self):
        view = self.admin_site.admin_view(self.test_view)
        return [path("<int:pk>/test/", view, name="notices_robot_test"), *super().get_urls()]

    @admin.display(description="现有地址")
    def address(self, robot):
        """Never more than the last four characters."""
        return f"已保存，末四位 {robot.tail}" if robot.sealed_token else None

    @admin.display(description="转发")
    def forwards(self, robot):
        return "、".join(label_of(name) for name in robot.kinds) or "无"

    @admin.display(description="试发")
    def test(self, robot):
        if not robot.pk:
            return "保存后可以试发一条消息。"
        return format_html(
            '<a href="{}">向群里试发一条消息…</a>', reverse("admin:notices_robot_test", args=[robot.pk])
        )

    def test_view(self, request, pk):
        robot = get_object_or_404(RobotChannel, pk=pk)
        if not self.has_change_permission(request, robot):
            raise PermissionDenied
        back = reverse("admin:notices_robotchannel_change", args=[pk])
        if request.method == "POST":
            return self._send_test(request, robot, back)
        context = {
            "title": f"试发消息：{robot}",
            "question": "群里会出现一条试发消息，请先告知群成员。",
            "button": "试发",
            "back": back,
        }
        return confirm(self, request, context)

    def _send_test(self, request, robot, back):
        if not robot.is_active:
            self.message_user(request, "机器人已停用，请先启用再试发。", messages.ERROR)
            return HttpResponseRedirect(back)
        delivery = deliveries.put(
            robot=robot,
            key=f"test-{uuid.uuid4()}",
            kind=GENERAL,
            title="试发消息",
            body=f"{request.user}正在测试群机器人，收到即为正常。",
            url="",
        )
        audit.record(actor=request.user, obj=robot, action="notices.robot.test", label="试发消息")
        self.message_user(request, "已放入发送队列，几秒后刷新本页可看到结果。", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:notices_delivery_change", args=[delivery.pk]))
