"""Quotes and claims in forms that others read: JSON Lines, CSV, Parquet, JSON-LD."""

from services.local.exports.formats import FORMATS, Writer

__all__ = ["FORMATS", "Writer"]
