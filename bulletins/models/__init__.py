"""Models of bulletins; Django finds models only in the package's namespace."""

from bulletins.models.article import Article, ArticleAttachment, ArticlePicture, ReportedFigure
from bulletins.models.bulletin import Bulletin, BulletinSection
from bulletins.models.call import CallForContributions
from bulletins.models.entry import BulletinEntry, EntryComment, EntryPicture
from bulletins.models.rating import ActivityRating, ActivityRatingBand
from bulletins.models.rendition import BulletinRendition, DownloadCount, ProofWaiver
from bulletins.models.subscription import Subscription

__all__ = [
    "ActivityRating",
    "ActivityRatingBand",
    "Article",
    "ArticleAttachment",
    "ArticlePicture",
    "Bulletin",
    "BulletinEntry",
    "BulletinRendition",
    "BulletinSection",
    "CallForContributions",
    "DownloadCount",
    "EntryComment",
    "EntryPicture",
    "ProofWaiver",
    "ReportedFigure",
    "Subscription",
]
