"""Static files: how they are kept, and the one style sheet that comes in a wheel without being a Django app."""

from pathlib import Path

from bootstrap_wrapper import get_bootstrap_css_dir
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

PREFIX = "bootstrap"
# The wheel holds 6 MB of variants and maps; collecting and compressing those would cost the demo's start seconds.
FILES = ("bootstrap.min.css", "bootstrap.min.css.map")


class WheelFinder(BaseFinder):
    """Finds `bootstrap/bootstrap.min.css` in the wheel `bootstrap-wrapper`."""

    def __init__(self, app_names=None, *args, **kwargs):
        self.storage = FileSystemStorage(location=get_bootstrap_css_dir())
        self.storage.prefix = PREFIX
        super().__init__(*args, **kwargs)

    def check(self, **kwargs) -> list:
        return []

    def find(self, path: str, find_all: bool = False):
        folder, _, name = path.partition("/")
        if folder != PREFIX or name not in FILES:
            return []
        found = str(Path(self.storage.location) / name)
        return [found] if find_all else found

    def list(self, ignore_patterns):
        for name in FILES:
            yield name, self.storage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Hashed names and gzip. Brotli, which WeasyPrint's fonts bring along, takes ten times as long to write."""

    def create_compressor(self, **kwargs):
        return super().create_compressor(**kwargs | {"use_brotli": False})
