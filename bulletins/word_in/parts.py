"""Where the relations of a document lead: pictures in its archive, addresses outside that are only written down."""

from bulletins.word_in.names import R, w


def relations(root, names: frozenset[str]) -> dict[str, str]:
    """Relation → name of the picture, of `word/_rels/document.xml.rels`; only for those that are in the archive."""
    found = {}
    for one in root if root is not None else ():
        target, mode = one.get("Target", ""), one.get("TargetMode", "")
        name = target.lstrip("/") if target.startswith("/") else f"word/{target}"
        if mode != "External" and one.get("Type", "").endswith("/image") and name in names:
            found[one.get("Id", "")] = name
    return found


def links(root) -> dict[str, str]:
    """Relation → address, of links to the outside that a page may have. They are written down, never opened."""
    found = {}
    for one in root if root is not None else ():
        target = one.get("Target", "")
        is_link = one.get("TargetMode") == "External" and one.get("Type", "").endswith("/hyperlink")
        if is_link and target.lower().startswith(("http://", "https://", "mailto:")):
            found[one.get("Id", "")] = target
    return found


def drop_unknown(body, known: set[str]) -> int:
    """Remove links and pictures whose relation leads nowhere we go; their text stays. How many pictures went."""
    for link in list(body.iter(w("hyperlink"))):
        if link.get(f"{{{R}}}id") not in known:
            link.attrib.pop(f"{{{R}}}id", None)
            link.attrib.pop(w("anchor"), None)
    gone = [one for one in body.iter() if one.get(f"{{{R}}}embed") and one.get(f"{{{R}}}embed") not in known]
    for blip in gone:
        blip.getparent().remove(blip)
    return len(gone)
