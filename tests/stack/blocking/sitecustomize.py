"""Python loads this by itself: SIGUSR2 blocks the main thread, and with it the event loop."""

import signal
import time


def _block(*_: object) -> None:
    time.sleep(10**6)


signal.signal(signal.SIGUSR2, _block)
