"""Cuts every quote out of its article and shows who said it.

pip install wortlaut-events "faststream[kafka]" cramjam     # cramjam unpacks zstd
WORTLAUT_BOOTSTRAP_SERVERS=localhost:9092 python quotes.py
"""

import asyncio
import os

from faststream import AckPolicy, FastStream
from faststream.kafka import KafkaBroker, KafkaMessage
from wortlaut_events import ArticleParsed, QuoteExtracted, UndecodableError, decode

broker = KafkaBroker(os.environ.get("WORTLAUT_BOOTSTRAP_SERVERS", "localhost:9092"))
texts: dict[tuple[object, str], str] = {}
waiting: dict[tuple[object, str], list[QuoteExtracted]] = {}


@broker.subscriber(
    "wortlaut.articles.v1",
    "wortlaut.quotes.v1",
    group_id=os.environ.get("WORTLAUT_GROUP", "reader-python"),
    auto_offset_reset="earliest",  # a new group begins with what is there
    ack_policy=AckPolicy.NACK_ON_ERROR,  # what failed is read again
)
async def read(message: KafkaMessage) -> None:
    try:
        event = decode(message.raw_message)
    except UndecodableError as error:
        print("skipped:", error)
        return
    match event:
        case ArticleParsed():
            of = (event.article_id, event.revision)
            texts[of] = event.text
            for quote in waiting.pop(of, []):
                show(quote, event.text)
        case QuoteExtracted():  # may come before its article: order holds within a topic only
            of = (event.article_id, event.article.revision)
            if of in texts:
                show(event, texts[of])
            else:
                waiting.setdefault(of, []).append(event)


def show(quote: QuoteExtracted, text: str) -> None:
    """Python counts code points, as our offsets do."""
    words = " ".join(text[span.start : span.end] for span in quote.spans)
    print(f"{quote.speaker.name if quote.speaker else 'nobody'}: {words}", flush=True)


if __name__ == "__main__":
    asyncio.run(FastStream(broker).run())
