"""Imported once by the process that workers are forked from: what is loaded here is shared."""

import gc

from .extraction import extract, languages
from .language import language_of
from .parsing import parsed

# Runs at import, on purpose: it loads the lexicon and the language model before the fork.
for _language in languages():
    extract("Die Ministerin sagte, das sei gut. „Gut“, sagte er.", _language)
language_of("Die Ministerin sagte, das sei gut. " * 10)
# What is loaded stays: no collection looks at it again, and a worker's leaves its pages shared.
gc.collect()
gc.freeze()

__all__ = ["parsed"]
