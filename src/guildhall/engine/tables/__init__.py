"""Tables: the spreadsheets that people really have, in and out.

Owns: finding out what a file is and how to read it, headings, rows with the numbers that the
spreadsheet shows, cells as typed values, guessed columns, safe CSV.
Does not own: what the rows mean; importers turn them into people, guides, learners and pairs.
"""

from .cells import parse_email, parse_integer, parse_text, parse_yes_no
from .dates import DateOrder, date_order, parse_date
from .errors import CellError, Problem, TableError, quoted
from .lists import SkillEntry, parse_list, parse_skills
from .mapping import FieldSpec, Guess, guess_mapping, standard_fields
from .reading import Progress, TableStream, iter_rows, open_table, read_table
from .table import STANDARD_LIMITS, Cells, Limits, Row, Table
from .writing import REFUSED_HEADINGS, refused_rows_csv, write_csv

__all__ = [
    "REFUSED_HEADINGS",
    "STANDARD_LIMITS",
    "CellError",
    "Cells",
    "DateOrder",
    "FieldSpec",
    "Guess",
    "Limits",
    "Problem",
    "Progress",
    "Row",
    "SkillEntry",
    "Table",
    "TableError",
    "TableStream",
    "date_order",
    "guess_mapping",
    "iter_rows",
    "open_table",
    "parse_date",
    "parse_email",
    "parse_integer",
    "parse_list",
    "parse_skills",
    "parse_text",
    "parse_yes_no",
    "quoted",
    "read_table",
    "refused_rows_csv",
    "standard_fields",
    "write_csv",
]
