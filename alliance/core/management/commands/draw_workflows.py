"""Write docs/workflows.md anew from the code, or check that it is current."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from alliance.core.workflows import draw_all


class Command(BaseCommand):
    help = "由代码生成各业务流程图（docs/workflows.md）"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true", help="只检查，不写入")

    def handle(self, *args, check: bool, **options) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "workflows.md"
        drawn = draw_all()
        if check:
            if path.read_text(encoding="utf-8") != drawn:
                raise CommandError("docs/workflows.md 不是最新的，请运行 manage.py draw_workflows。")
            return
        path.write_text(drawn, encoding="utf-8")
        self.stdout.write(f"已写入 {path}")
