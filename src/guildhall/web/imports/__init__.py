"""Imports: upload, columns, progress, preview, saving, refused rows."""
