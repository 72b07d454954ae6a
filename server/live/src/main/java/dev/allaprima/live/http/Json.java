package dev.allaprima.live.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * How answers are written. Reasons and notes are what was said somewhere in the server when nobody
 * asked yet: they tell no more of where things lie on this machine than a fault that is answered.
 */
final class Json {
  private static final Set<String> SAID = Set.of("reason", "notes");

  private Json() {}

  /**
   * What writes answers.
   *
   * @param paths that nobody is told
   */
  static ObjectMapper hiding(HostPaths paths) {
    SimpleModule reasons = new SimpleModule();
    reasons.setSerializerModifier(
        new BeanSerializerModifier() {
          @Override
          public List<BeanPropertyWriter> changeProperties(
              SerializationConfig config,
              BeanDescription description,
              List<BeanPropertyWriter> properties) {
            for (BeanPropertyWriter property : properties) {
              if (SAID.contains(property.getName())) {
                property.assignSerializer(new Hiding(paths));
              }
            }
            return properties;
          }
        });
    return JsonMapper.builder().addModule(reasons).build();
  }

  private static final class Hiding extends StdSerializer<Object> {
    private static final long serialVersionUID = 1;

    private final transient HostPaths paths;

    Hiding(HostPaths paths) {
      super(Object.class);
      this.paths = paths;
    }

    @Override
    public void serialize(Object said, JsonGenerator to, SerializerProvider provider)
        throws IOException {
      if (said instanceof List<?> notes) {
        to.writeStartArray();
        for (Object note : notes) {
          to.writeString(paths.hide(note.toString()));
        }
        to.writeEndArray();
      } else {
        to.writeString(paths.hide(said.toString()));
      }
    }
  }
}
