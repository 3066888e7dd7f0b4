"""The board of a whole intake, and who of a manager's team may do what today."""
