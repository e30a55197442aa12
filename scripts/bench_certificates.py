"""The part of `make bench` about certificates: 500 of them, a page each, every one with a code of its own."""

import time

PEOPLE = 500
LABEL = f"{PEOPLE} certificates, s"
LIMITS = {LABEL: 20.0}


def measure() -> list[tuple[str, float, str]]:
    """Rows of (label, value, unit) for `bench.report`; from the snapshot of the demo's certificates to the PDF."""
    from alliance.printing.engine.render import html_to_pdf
    from alliance.printing.render import own_files
    from meetings.certificate_sheet import KIND, build_certificates
    from meetings.models import Certificate

    first = Certificate.objects.order_by("pk").first()
    known = build_certificates(
        event=first.event_id, certificates=[one.pk for one in Certificate.objects.all()]
    )
    rows = [
        {
            **known["rows"][number % len(known["rows"])],
            "number": f"{number}号",
            "address": f"{row_address(known)}{number}/",
        }
        for number in range(PEOPLE)
    ]
    start = time.perf_counter()
    html = KIND.html({**known, "rows": rows})
    made = html_to_pdf(html, fetcher=own_files(), stylesheets=KIND.styles(known))
    seconds = time.perf_counter() - start
    if made.pages != PEOPLE:
        raise SystemExit(f"{made.pages} pages for {PEOPLE} certificates")
    return [(LABEL, seconds, "s")]


def row_address(known: dict) -> str:
    """The address of a code, of its usual length."""
    return known["rows"][0]["address"].rstrip("/")
