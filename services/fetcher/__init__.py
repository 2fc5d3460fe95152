"""The web → pages."""
