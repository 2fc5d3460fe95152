"""`python -m services.store`"""

from services.runtime.logs import configure
from services.runtime.service import run
from services.runtime.settings import RuntimeSettings
from services.store.app import build
from services.store.settings import StoreSettings

if __name__ == "__main__":
    runtime = RuntimeSettings()
    configure(runtime.log_level, runtime.log_format)
    run(lambda: build(runtime, StoreSettings()))
