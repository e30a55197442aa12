"""The models of the notices; Django finds models only in the package's namespace."""

from alliance.notices.models.delivery import Delivery
from alliance.notices.models.links import ShortLink
from alliance.notices.models.notice import Notice, NoticePreference
from alliance.notices.models.robots import RobotChannel
from alliance.notices.models.templates import NoticeTemplate

__all__ = ["Delivery", "Notice", "NoticePreference", "NoticeTemplate", "RobotChannel", "ShortLink"]
