"""Notices in the admin: wording with a preview, robots without their addresses, the delivery log."""

import pytest
from django.urls import reverse

from alliance.core.audit import entries_of
from alliance.notices.models import Delivery, NoticeTemplate, RobotChannel
from tests.factories import DeliveryFactory, NoticeFactory, robot, staff

pytestmark = pytest.mark.django_db
ADDRESS = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcdef-123456"


@pytest.fixture
def secretary(client):
    user = staff()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return user


@pytest.fixture
def template(db):
    return NoticeTemplate.objects.get(kind="projects.returned")


def change(model, pk) -> str:
    return reverse(f"admin:notices_{model}_change", args=[pk])


def write(client, template, **words):
    data = {
        "title": "项目建议被退回补正：{对象}",
        "body": "理由：{理由}",
        "opened_version": template.version,
        **words,
    }
    return client.post(change("noticetemplate", template.pk), data)


# ---------------------------------------------------------------- wording
def test_words_of_staff_are_kept_and_the_default_stays_empty(client, secretary, template):
    write(client, template, title="请补正：{对象}")
    template.refresh_from_db()

    assert (template.title, template.body, template.is_custom) == ("请补正：{对象}", "", True)
    assert template.history.first().history_user == secretary


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"title": "{标题}"}, "没有“{标题}”这个变量。可用的变量：{对象}{理由}。"),
        ({"body": "理由：{理由"}, "花括号没有成对。"),
        ({"body": "{对象.__class__}"}, "没有“{对象.__class__}”这个变量。"),
    ],
)
def test_unknown_placeholder_is_refused_at_its_field_and_nothing_is_lost(
    client, secretary, template, words, message
):
    response = write(client, template, **words)
    page = response.content.decode()

    assert response.status_code == 200
    assert message in page
    assert next(iter(words.values())) in page
    template.refresh_from_db()
    assert template.is_custom is False


def test_page_shows_the_words_in_force_filled_with_samples(client, secretary, template):
    page = client.get(change("noticetemplate", template.pk)).content.decode()

    assert "项目建议被退回补正：{对象}" in page
    assert "项目建议被退回补正：钒渣清洁提取" in page


def test_preview_fills_what_is_typed(client, secretary, template):
    address = reverse("admin:notices_template_preview", args=[template.pk])
    told = client.post(address, {"title": "请补正：{对象}", "body": "{没有}"}).json()

    assert told["title"] == "请补正：钒渣清洁提取"
    assert told["body"] == "没有“{没有}”这个变量。可用的变量：{对象}{理由}。"


def test_default_is_restored_after_asking_and_recorded(client, secretary, template):
    write(client, template, title="请补正：{对象}")
    address = reverse("admin:notices_template_default", args=[template.pk])
    asked = client.get(address).content.decode()
    client.post(address)
    template.refresh_from_db()

    assert "项目建议被退回补正：{对象}" in asked
    assert template.is_custom is False
    assert entries_of(template)[0].action_label == "恢复默认模板"


# ---------------------------------------------------------------- robots
def save_robot(client, address: str, **fields):
    data = {
        "name": "联络员群",
        "kind": "wecom",
        "webhook": ADDRESS,
        "kinds": ["meeting.convened"],
        "is_active": "on",
    }
    return client.post(address, {**data, **fields})


def test_robot_is_added_and_its_address_never_shown_again(client, secretary):
    save_robot(client, reverse("admin:notices_robotchannel_add"), secret="SECabcdefgh")
    channel = RobotChannel.objects.get()
    page = client.get(change("robotchannel", channel.pk)).content.decode()

    assert (channel.token, channel.secret, channel.kinds) == (
        "abcdef-123456",
        "SECabcdefgh",
        ["meeting.convened"],
    )
    assert "已保存，末四位 3456" in page
    assert "abcdef-12" not in page
    assert "SECabcdefgh" not in page
    assert "abcdef" not in str([entry.data for entry in entries_of(channel)])


def test_robot_saved_without_an_address_keeps_it(client, secretary):
    channel = robot(token="abcdef-123456", secret="SECabcdefgh")
    save_robot(client, change("robotchannel", channel.pk), webhook="", name="理事群")
    channel.refresh_from_db()

    assert (channel.name, channel.token, channel.secret) == ("理事群", "abcdef-123456", "SECabcdefgh")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"webhook": ""}, "请填写机器人地址。"),
        ({"webhook": "http://127.0.0.1:6379/"}, "这不是企业微信群机器人的地址"),
        ({"kind": "feishu"}, "这不是飞书群机器人的地址"),
        ({"secret": "有空 格"}, "加签密钥只含字母和数字"),
    ],
)
def test_robot_with_a_wrong_address_is_refused(client, secretary, fields, message):
    response = save_robot(client, reverse("admin:notices_robotchannel_add"), **fields)

    assert message in response.content.decode()
    assert RobotChannel.objects.count() == 0


def test_other_program_needs_the_address_again(client, secretary):
    channel = robot()
    response = save_robot(client, change("robotchannel", channel.pk), kind="feishu", webhook="")

    assert "更换软件后须重新填写机器人地址。" in response.content.decode()


def test_trial_is_asked_for_queued_and_recorded(client, secretary):
    channel = robot()
    address = reverse("admin:notices_robot_test", args=[channel.pk])
    client.get(address)
    before = Delivery.objects.count()
    client.post(address)

    assert (before, Delivery.objects.get().robot) == (0, channel)
    assert entries_of(channel)[0].action_label == "试发消息"


def test_trial_of_a_robot_switched_off_is_refused(client, secretary):
    client.post(reverse("admin:notices_robot_test", args=[robot(is_active=False).pk]))

    assert Delivery.objects.count() == 0


# ---------------------------------------------------------------- the log
def test_failed_messages_are_sent_again_from_the_log(client, secretary):
    failed = DeliveryFactory(state="failed", error="对方邮箱拒收。")
    data = {"action": "send_again", "_selected_action": [failed.pk]}
    client.post(reverse("admin:notices_delivery_changelist"), data)
    failed.refresh_from_db()

    assert (failed.state, failed.error) == ("pending", "")


@pytest.mark.parametrize(("model", "make_one"), [("delivery", DeliveryFactory), ("notice", NoticeFactory)])
def test_list_costs_the_same_for_one_and_three(
    client, secretary, django_assert_max_num_queries, model, make_one
):
    address = reverse(f"admin:notices_{model}_changelist")
    asked = []
    for more in (1, 2):
        make_one.create_batch(more)
        client.get(address)
        with django_assert_max_num_queries(14) as queries:
            client.get(address)
        asked.append(len(queries))

    assert asked[0] == asked[1]
