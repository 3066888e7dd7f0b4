"""Coming in: invitations, a signed-in account without a record, one-click sign-in of the demo."""
