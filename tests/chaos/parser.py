"""`python -m tests.chaos.parser`: the parser, whose workers meet pages that hang, eat and crash."""

from services.parser.app import build
from services.parser.settings import ParserSettings
from services.runtime.logs import configure
from services.runtime.service import run
from services.runtime.settings import RuntimeSettings
from tests.chaos.tasks import parsed_or_worse

if __name__ == "__main__":
    runtime = RuntimeSettings()
    configure(runtime.log_level, runtime.log_format)
    run(lambda: build(runtime, ParserSettings(), parsed_or_worse, "tests.chaos.tasks"))
