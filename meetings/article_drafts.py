"""Where the floor above drafts an article about an event: `provider(actor, event)` yields the draft's address."""

from alliance.core.registry import Registry

article_drafts = Registry()
