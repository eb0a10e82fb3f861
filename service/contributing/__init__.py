"""Uploads and corrections, for those whom the operator allows."""
