"""Models of bulletins; Django finds models only in the package's namespace."""

from bulletins.models.article import Article, ArticlePicture, ReportedFigure
from bulletins.models.bulletin import Bulletin, BulletinEntry, BulletinSection
from bulletins.models.rating import ActivityRating, ActivityRatingBand

__all__ = [
    "ActivityRating",
    "ActivityRatingBand",
    "Article",
    "ArticlePicture",
    "Bulletin",
    "BulletinEntry",
    "BulletinSection",
    "ReportedFigure",
]
