from services.fetcher.app import build
from services.fetcher.settings import FetcherSettings
from services.runtime.logs import configure
from services.runtime.service import run
from services.runtime.settings import RuntimeSettings

if __name__ == "__main__":
    settings = RuntimeSettings()
    configure(settings.log_level, settings.log_format)
    run(lambda: build(settings, FetcherSettings()))
