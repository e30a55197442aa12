"""`manage.py load_demo`: the alliance's year 2015 and the 示例 part."""

from django.core.management.base import BaseCommand, CommandError

from alliance.core.errors import DomainError
from alliance.portal.demo.year import load_year
from alliance.printing.engine.errors import FontMissing
from bulletins.models import Article
from members.models import Person, Unit


class Command(BaseCommand):
    help = "载入演示数据（2015年度资料和示例部分）；重复执行不会重复载入，也不改动已有内容。"

    def handle(self, *args, **options):
        try:
            load_year()
        except (DomainError, FontMissing) as error:
            raise CommandError(error.message) from error
        units, people = Unit.objects.real().count(), Person.objects.real().count()
        articles = Article.objects.real().count()
        self.stdout.write(
            f"演示数据已载入：成员单位 {units} 家（具名），人员 {people} 人，稿件 {articles} 篇。"
        )
