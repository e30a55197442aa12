"""Small spreadsheets for tests."""

import csv
import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile


def xlsx(rows: list[list], name: str = "表.xlsx") -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def csv_file(rows: list[list], encoding: str = "utf-8-sig") -> SimpleUploadedFile:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return SimpleUploadedFile("表.csv", out.getvalue().encode(encoding))


def cells_of(content: bytes) -> list[list]:
    """The cells of a workbook: openpyxl's own, with their types."""
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows()]
