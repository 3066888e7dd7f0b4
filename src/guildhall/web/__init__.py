"""The pages. One folder an area; nothing here but HTTP, forms and templates.

A view loads through `get_visible_or_404`, validates shape, calls one action and answers. It never
writes rows itself. Every view says who it is for with `@page(...)`; a test walks them all.
"""
