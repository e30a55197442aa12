"""The login. Who a person is in the alliance stands in `members.Person`, which points here."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})

    def secretariat(self):
        """Whoever works in the admin now, e.g. to be told of something."""
        return self.filter(is_staff=True, is_active=True)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField("电子邮箱", unique=True, error_messages={"unique": "该邮箱已有账号。"})
    display_name = models.CharField("姓名", max_length=60, blank=True)
    mobile = models.CharField(
        "手机号码",
        max_length=11,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^1[3-9]\d{9}$", "请填写 11 位手机号码。")],
        help_text="可代替邮箱登录，不会收到短信。",
        error_messages={"unique": "该手机号码已用于其他账号。"},
    )
    is_staff = models.BooleanField("秘书处人员", default=False, help_text="可进入管理后台。")
    is_active = models.BooleanField("启用", default=True, help_text="停用账号请取消勾选，不要删除。")
    date_joined = models.DateTimeField("开通时间", default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    objects = UserManager()

    class Meta:
        verbose_name = "账号"
        verbose_name_plural = "账号"
        ordering = ["email"]

    def __str__(self) -> str:
        return self.display_name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)
