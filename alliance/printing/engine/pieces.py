"""Lay a document out in pieces, and keep the layout of those that do not change.

A piece is a run of body content that begins at an element with the attribute ``data-piece`` and ends before the
next one. Such an element always starts a new page, so a piece can be laid out as a document of its own: the
same stylesheets, the same ``<head>``, shallow copies of the elements around it. What the rules of a template are,
so that a piece looks as it does inside the whole, is in docs/bulletin.md, "Pieces".
"""
