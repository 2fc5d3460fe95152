import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.common.serialization.*;

/** Cuts every quote out of its article and shows who said it: mvn -q compile exec:java */
public class Quotes {
  static final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  static final Map<String, String> texts = new HashMap<>();
  static final Map<String, List<JsonNode>> waiting = new HashMap<>();

  public static void main(String[] arguments) throws Exception {
    var servers = System.getenv().getOrDefault("WORTLAUT_BOOTSTRAP_SERVERS", "localhost:9092");
    var group = System.getenv().getOrDefault("WORTLAUT_GROUP", "reader-java");
    Map<String, Object> settings = Map.of("bootstrap.servers", servers, "group.id", group,
        "auto.offset.reset", "earliest", "enable.auto.commit", "false");
    var json = new ObjectMapper();
    try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of("wortlaut.articles.v1", "wortlaut.quotes.v1"));
      while (true) {
        for (var record : consumer.poll(Duration.ofMillis(500))) {
          var type = record.headers().lastHeader("ce_type");
          if (type != null) read(new String(type.value(), StandardCharsets.UTF_8), json.readTree(record.value()));
        }
        consumer.commitSync(); // after the work
      }
    }
  }

  static void read(String type, JsonNode event) {
    if (type.equals("wortlaut.article.parsed.v1")) {
      var of = event.get("article_id").asText() + event.get("revision").asText();
      texts.put(of, event.get("text").asText());
      for (var quote : waiting.getOrDefault(of, List.of())) show(quote, texts.get(of));
      waiting.remove(of);
    } else if (type.equals("wortlaut.quote.extracted.v1")) {
      var of = event.get("article_id").asText() + event.get("article").get("revision").asText();
      if (texts.containsKey(of)) show(event, texts.get(of));
      else waiting.computeIfAbsent(of, none -> new ArrayList<>()).add(event); // before its article
    }
  }

  /** Offsets count code points; a Java string counts UTF-16 units, and an emoji has two of them. */
  static void show(JsonNode quote, String text) {
    var words = new StringJoiner(" ");
    for (var span : quote.get("spans"))
      words.add(text.substring(text.offsetByCodePoints(0, span.get("start").asInt()),
          text.offsetByCodePoints(0, span.get("end").asInt())));
    out.println(quote.at("/speaker/name").asText("nobody") + ": " + words);
  }
}
