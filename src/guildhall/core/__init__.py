"""Small things every floor may use: the clock, tokens, the error tree, the encrypted field.

Owns no tables. Knows no room.
"""
