package io.dodil.buildsecrets.sandbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// How the sandbox reads and writes JSON and YAML: strict, with durations like `1h30m` or `0.5s`.
final class Json {

  static final ObjectMapper MAPPER = strict(JsonMapper.builder());
  static final ObjectMapper YAML = strict(YAMLMapper.builder());

  private Json() {}

  static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectMapper strict(MapperBuilder<?, ?> builder) {
    return builder
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .defaultPropertyInclusion(
            JsonInclude.Value.empty().withValueInclusion(JsonInclude.Include.NON_NULL))
        .addModule(
            new SimpleModule()
                .addDeserializer(Duration.class, new ReadDuration())
                .addSerializer(Duration.class, new WriteDuration())
                .addSerializer(Instant.class, ToStringSerializer.instance))
        .build();
  }

  private static final class ReadDuration extends StdDeserializer<Duration> {

    ReadDuration() {
      super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      var text = parser.getText().toUpperCase(Locale.ROOT);
      try {
        return Duration.parse(text.startsWith("P") ? text : "PT" + text);
      } catch (DateTimeException e) {
        return (Duration)
            context.handleWeirdStringValue(Duration.class, parser.getText(), "not like 1m30s");
      }
    }
  }

  private static final class WriteDuration extends StdSerializer<Duration> {

    WriteDuration() {
      super(Duration.class);
    }

    @Override
    public void serialize(Duration value, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      generator.writeString(value.toString().substring(2).toLowerCase(Locale.ROOT));
    }
  }
}
