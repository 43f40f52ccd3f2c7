"""reopen.py FILE...: every text of workbooks and documents as a second library reads them, one a line
(line breaks as spaces). For tests: openpyxl and python-docx."""
import sys

import docx
import openpyxl
from openpyxl.utils.escape import unescape


def workbook(path):
    for sheet in openpyxl.load_workbook(path).worksheets:
        yield sheet.title
        for row in sheet.iter_rows(values_only=True):
            for value in row:
                if isinstance(value, str):
                    yield unescape(value)


def document(path):
    paper = docx.Document(path)
    for paragraph in paper.paragraphs:
        yield paragraph.text
    for table in paper.tables:
        for row in table.rows:
            for cell in row.cells:
                yield cell.text


for name in sys.argv[1:]:
    for text in (workbook if name.endswith(".xlsx") else document)(name):
        sys.stdout.buffer.write((" ".join(text.splitlines()) + "\n").encode())
