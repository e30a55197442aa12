"""Pictures are read when the file is written, one after the other: laid-out pages do not hold their bytes."""

from collections.abc import Callable

import pydyf
from weasyprint.images import LazyImage, RasterImage


class _LatePicture(pydyf.Object):
    """The bytes of a picture, read each time they are asked for."""

    def __init__(self, url: str, read: Callable[[str], bytes]):
        super().__init__()
        self.url, self.read = url, read

    @property
    def data(self) -> bytes:
        return self.read(self.url)


def release(cache: dict, read: Callable[[str], bytes]) -> None:
    """Let go of the bytes of the photos in WeasyPrint's ``cache`` of pictures (address -> picture).

    Only those that are written as they were stored, JPEGs that WeasyPrint did not turn or convert.
    """
    for url, picture in list(cache.items()):
        if not isinstance(picture, RasterImage) or picture.format != "JPEG":
            continue
        if isinstance(picture.image_data, LazyImage) and picture.image_data.data == read(url):
            cache.pop(picture.image_data._key, None)
            picture.image_data = _LatePicture(url, read)
            picture._cache = {}
