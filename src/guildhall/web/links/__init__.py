"""Pages that mails open without signing in: action links, and stopping mails.

GET only shows. Programs that open every link of a mail to look for harm change nothing.
"""
