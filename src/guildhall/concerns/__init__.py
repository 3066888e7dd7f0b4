"""No surprises: a worry over practice is shared, worked on with a plan, reviewed and settled.

Owns concerns, their plans, reviews and escalations, the final decision of an assessing program, and
appeals. It is assessment, and the pages say so. Does not own passports (assessment), nor how a pair
ends (relationships); and has nothing to do with reports of a worry about a person (safety).
"""
