package dev.allaprima.live.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import dev.allaprima.models.Fault;
import java.io.IOException;
import java.util.function.Function;

/** Reads a value that is written as text, by its type's own parser, which may throw a fault. */
final class TextDeserializer<V> extends StdDeserializer<V> {
  private static final long serialVersionUID = 1L;

  // Jackson's deserializers can be serialized; nobody does that with this one.
  private final transient Function<String, V> parse;

  TextDeserializer(Class<V> type, Function<String, V> parse) {
    super(type);
    this.parse = parse;
  }

  @Override
  public V deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    try {
      return parse.apply(parser.getText());
    } catch (Fault fault) {
      throw JsonMappingException.from(parser, fault.getMessage(), fault);
    }
  }
}
