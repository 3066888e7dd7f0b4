"""People: the list, one person's record, adding somebody by hand; and one's own profile.

Owns the pages and the read-only lists behind them. Does not own profiles (people), records and
roles (directory), nor the pages of imports and merging.
"""
