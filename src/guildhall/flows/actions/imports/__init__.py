"""Spreadsheets on their way in.

uploading  the file is kept, its headings are read, columns are guessed
mapping    somebody says which column is what; the file goes to be staged
staging    each row is read, found, compared, and put down with what it would do
applying   everything that was staged is written in one transaction

cells, parsing, scope, known, comparing, reporting_lines, pairs and people_writing serve these four.
"""
