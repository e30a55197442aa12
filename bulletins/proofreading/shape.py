"""The issue as a whole: nothing is missing, it keeps to its length, and nothing is left undone."""

from collections.abc import Iterator

from bulletins.enums import BulletinDesign
from bulletins.proofreading.finding import DOUBT, WRONG, Finding, key_of, rule
from bulletins.proofreading.proof import Proof, about
from bulletins.source_changes import compare


def _of_issue(name: str, severity: str, message: str, place: str, detail: str = "") -> Finding:
    return Finding(key_of(name, "issue", detail), name, severity, message, None, place)


@rule
def empty_sections(proof: Proof) -> Iterator[Finding]:
    """A section with proposals of which none is printed does not appear at all; an issue without entries is wrong."""
    if not proof.entries:
        yield _of_issue("issue-empty", WRONG, "本期没有任何刊登的篇目。", "sections")
        return
    printed = {entry.section_id for entry in proof.entries}
    offered = {entry.section_id for entry in proof.all_entries}
    for section in proof.sections:
        if section.pk in offered - printed:
            message = f"栏目“{section.title}”的篇目都不刊登，这个栏目不会出现。"
            yield _of_issue("section-empty", DOUBT, message, "sections", section.kind)


@rule
def front_and_back(proof: Proof) -> Iterator[Finding]:
    bulletin = proof.bulletin
    if bulletin.edition > 1 and not bulletin.correction_note.strip():
        yield _of_issue("correction-note", WRONG, "更正版还没有写更正说明。", "correction_note")
    if bulletin.is_yearly:
        for field, words in (("foreword", "卷首语"), ("greeting", "贺词")):
            if not getattr(bulletin, field).strip():
                yield _of_issue(f"{field}-missing", DOUBT, f"还没有写{words}。", field)
    if bulletin.design == BulletinDesign.SHEET and not bulletin.approved_by_name:
        yield _of_issue("signer-missing", DOUBT, "红头简报还没有写签发人。", "approved_by_name")


@rule
def length(proof: Proof) -> Iterator[Finding]:
    """Pages of the PDF that was made last, against the limit of the issue."""
    limit = proof.bulletin.page_limit
    if limit is None:
        return
    pages = proof.document.pages if proof.document else None
    if pages is None:
        yield _of_issue("pages-unknown", DOUBT, f"页数上限是 {limit} 页，还没有生成 PDF，无法核对。", "print")
    elif pages > limit:
        message = f"最近生成的 PDF 有 {pages} 页，超过上限 {limit} 页。"
        yield _of_issue("pages-over", WRONG, message, "page_limit", f"{pages}/{limit}")


@rule
def comments(proof: Proof) -> Iterator[Finding]:
    entries = {entry.pk: entry for entry in proof.entries}
    for comment in proof.open_comments:
        if entry := entries.get(comment.entry_id):
            by = comment.author or "系统"
            message = f"有一条批注没有处理（{by}）：“{comment.text[:40]}”。"
            yield about(entry, "comment", message, severity=WRONG, place="comments", detail=str(comment.pk))


@rule
def changed_sources(proof: Proof) -> Iterator[Finding]:
    for entry in proof.entries:
        said = proof.said.get(entry.pk)
        if said is not None and compare(entry.taken, said):
            message = "的来源在汇编之后有改动，请核对后取用，或保留本刊内容。"
            yield about(entry, "source-changed", message, place="source", detail=repr(said))
