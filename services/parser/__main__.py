"""`python -m services.parser`"""

from services.parser.app import build
from services.parser.settings import ParserSettings
from services.runtime.logs import configure
from services.runtime.service import run
from services.runtime.settings import RuntimeSettings

if __name__ == "__main__":
    runtime = RuntimeSettings()
    configure(runtime.log_level, runtime.log_format)
    run(lambda: build(runtime, ParserSettings()))
