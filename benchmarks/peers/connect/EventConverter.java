package wortlaut;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.storage.Converter;

/**
 * A quote event as the flat, typed row that a JDBC sink wants. Connect's own JsonConverter would need
 * the schema in every record; with this the sink reads the same topic as the store does.
 */
public final class EventConverter implements Converter {
  private static final ObjectReader JSON = new ObjectMapper().reader();
  private static final Schema UUID = typed("io.debezium.data.Uuid");
  private static final Schema DOCUMENT = typed("io.debezium.data.Json");
  private static final Schema INSTANT = typed("io.debezium.time.ZonedTimestamp");
  private static final Schema TEXT = Schema.OPTIONAL_STRING_SCHEMA;
  private static final Schema TEXTS = SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build();
  private static final Schema ROW =
      SchemaBuilder.struct()
          .field("article_id", UUID)
          .field("id", UUID)
          .field("revision", TEXT)
          .field("engine_sequence", Schema.INT32_SCHEMA)
          .field("engine_version", TEXT)
          .field("fetched_at", INSTANT)
          .field("type", TEXT)
          .field("partial", Schema.BOOLEAN_SCHEMA)
          .field("medium", TEXTS)
          .field("text", TEXT)
          .field("spans", DOCUMENT)
          .field("prefix", TEXT)
          .field("suffix", TEXT)
          .field("speaker_name", TEXT)
          .field("speaker_is_person", Schema.BOOLEAN_SCHEMA)
          .field("speaker_role", TEXT)
          .field("speaker_kind", TEXT)
          .field("speaker_resolution", TEXT)
          .field("speaker", DOCUMENT)
          .field("cue", DOCUMENT)
          .field("frame", DOCUMENT)
          .field("addressee", DOCUMENT)
          .field("speech_act", TEXT)
          .field("nested_in", UUID)
          .field("rule", TEXT)
          .field("confidence", TEXT)
          .build();

  private static Schema typed(String name) {
    return SchemaBuilder.string().name(name).optional().build();
  }

  @Override
  public void configure(Map<String, ?> configs, boolean isKey) {}

  @Override
  public byte[] fromConnectData(String topic, Schema schema, Object value) {
    throw new DataException("this converter only reads");
  }

  @Override
  public SchemaAndValue toConnectData(String topic, byte[] value) {
    try {
      return new SchemaAndValue(ROW, row(JSON.readTree(value)));
    } catch (IOException error) {
      throw new DataException("no JSON", error);
    }
  }

  private static Struct row(JsonNode event) {
    JsonNode article = event.path("article");
    JsonNode speaker = event.path("speaker");
    String kind = text(speaker, "kind");
    String name = text(speaker, "name");
    return new Struct(ROW)
        .put("article_id", text(event, "article_id"))
        .put("id", text(event, "id"))
        .put("revision", text(article, "revision"))
        .put("engine_sequence", event.path("engine").path("sequence").intValue())
        .put("engine_version", text(event.path("engine"), "version"))
        .put("fetched_at", text(article, "fetched_at"))
        .put("type", text(event, "type"))
        .put("partial", event.path("partial").booleanValue())
        .put("medium", texts(event.path("medium")))
        .put("text", text(event, "text"))
        .put("spans", document(event.path("spans")))
        .put("prefix", text(event, "prefix"))
        .put("suffix", text(event, "suffix"))
        .put("speaker_name", name)
        .put("speaker_is_person", "person".equals(kind) && name != null && name.indexOf(' ') > 0)
        .put("speaker_role", text(speaker, "role"))
        .put("speaker_kind", kind)
        .put("speaker_resolution", text(speaker, "resolution"))
        .put("speaker", document(speaker))
        .put("cue", document(event.path("cue")))
        .put("frame", document(event.path("frame")))
        .put("addressee", document(event.path("addressee")))
        .put("speech_act", text(event, "speech_act"))
        .put("nested_in", text(event, "nested_in"))
        .put("rule", text(event, "rule"))
        .put("confidence", text(event, "confidence"));
  }

  private static String text(JsonNode node, String field) {
    JsonNode found = node.path(field);
    return found.isTextual() ? found.textValue() : null;
  }

  private static String document(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? null : node.toString();
  }

  private static List<String> texts(JsonNode node) {
    List<String> found = new ArrayList<>(node.size());
    node.forEach(each -> found.add(each.textValue()));
    return found;
  }
}
