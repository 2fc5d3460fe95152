"""The version of the contract, and of the package `wortlaut-events`."""

from typing import Final

VERSION: Final = "0.3.0"
