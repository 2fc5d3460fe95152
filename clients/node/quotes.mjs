// Cuts every quote out of its article and shows who said it.
//   npm ci && WORTLAUT_BOOTSTRAP_SERVERS=localhost:9092 npm start
import { decompress } from "fzstd";
import kafkajs from "kafkajs";

const { Kafka, CompressionCodecs, CompressionTypes, logLevel } = kafkajs;
// Our topics are compressed with zstd, which KafkaJS leaves to a codec of yours
CompressionCodecs[CompressionTypes.ZSTD] = () => ({ decompress: (buffer) => Buffer.from(decompress(buffer)) });

const brokers = (process.env.WORTLAUT_BOOTSTRAP_SERVERS ?? "localhost:9092").split(",");
const kafka = new Kafka({ brokers, logLevel: logLevel.ERROR });
const consumer = kafka.consumer({ groupId: process.env.WORTLAUT_GROUP ?? "reader-node" });
const texts = new Map();
const waiting = new Map();

function show(quote, text) {
  // Offsets count code points; a JavaScript string counts UTF-16 units, and an emoji has two of them
  const points = Array.from(text);
  const words = quote.spans.map(({ start, end }) => points.slice(start, end).join("")).join(" ");
  console.log(`${quote.speaker?.name ?? "nobody"}: ${words}`);
}

function read(type, event) {
  if (type === "wortlaut.article.parsed.v1") {
    const of = `${event.article_id} ${event.revision}`;
    texts.set(of, event.text);
    for (const quote of waiting.get(of) ?? []) show(quote, event.text);
    waiting.delete(of);
  } else if (type === "wortlaut.quote.extracted.v1") {
    // may come before its article: order holds within a topic only
    const of = `${event.article_id} ${event.article.revision}`;
    if (texts.has(of)) show(event, texts.get(of));
    else waiting.set(of, [...(waiting.get(of) ?? []), event]);
  }
}

await consumer.connect();
await consumer.subscribe({ topics: ["wortlaut.articles.v1", "wortlaut.quotes.v1"], fromBeginning: true });
await consumer.run({
  eachMessage: async ({ message }) => read(message.headers.ce_type?.toString(), JSON.parse(message.value)),
});
