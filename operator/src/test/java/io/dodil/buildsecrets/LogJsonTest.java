package io.dodil.buildsecrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dodil.buildsecrets.observe.log.RedactedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The product's own logback.xml with `log.format: json`: one event is one line, an object whose
/// keys are all at its top level.
class LogJsonTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LoggerContext context = new LoggerContext();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void configure() throws Exception {
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.putProperty("buildsecrets.log.format", "JSON");
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(Objects.requireNonNull(getClass().getResource("/logback.xml")));
    listenTo("ROOT", "JSON");
    listenTo("io.dodil.buildsecrets", "OUR_JSON");
  }

  private void listenTo(String logger, String appender) {
    var printing =
        (OutputStreamAppender<ILoggingEvent>)
            Objects.requireNonNull(context.getLogger(logger).getAppender(appender));
    printing.setOutputStream(out);
  }

  private JsonNode line() throws IOException {
    var printed = out.toString(UTF_8);
    assertThat(printed).endsWith(System.lineSeparator());
    assertThat(printed.strip().lines()).hasSize(1);
    return JSON.readTree(printed);
  }

  @Test
  void keysAreAtTheTopLevel() throws IOException {
    context
        .getLogger("io.dodil.buildsecrets.audit")
        .atInfo()
        .addKeyValue("namespace", "ci")
        .addKeyValue("name", "acme")
        .addKeyValue("generation", 3L)
        .addKeyValue("secrets", "git@7,npm@1234")
        .log("request {}", "ended");

    var line = line();
    var time = Instant.parse(line.path("@timestamp").asText());
    assertThat(Duration.between(time, Instant.now()).abs()).isLessThan(Duration.ofMinutes(1));
    assertThat(line.path("@timestamp").asText()).endsWith("Z");
    assertThat(line.path("message").asText()).isEqualTo("request ended");
    assertThat(line.path("level").asText()).isEqualTo("INFO");
    assertThat(line.path("logger").asText()).isEqualTo("io.dodil.buildsecrets.audit");
    assertThat(line.path("namespace").asText()).isEqualTo("ci");
    assertThat(line.path("name").asText()).isEqualTo("acme");
    assertThat(line.path("generation").isIntegralNumber()).isTrue();
    assertThat(line.path("secrets").asText()).isEqualTo("git@7,npm@1234");
    assertThat(line.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "@timestamp",
            "message",
            "logger",
            "thread",
            "level",
            "namespace",
            "name",
            "generation",
            "secrets");
    assertThat(line).allMatch(JsonNode::isValueNode);
  }

  @Test
  void aTextThatIsQuotedBeginsNoLineOfItsOwn() throws IOException {
    context.getLogger("anybody.else").atWarn().addKeyValue("owner", "a\n\u001b[2J\"").log("b\r\nc");

    assertThat(line().path("owner").asText()).isEqualTo("a\n\u001b[2J\"");
  }

  @Test
  void ourFailuresHaveTheirStackTraceInOneField() throws IOException {
    RedactedException.in(
            context.getLogger("io.dodil.buildsecrets.dodil").atError(),
            new IllegalStateException("canary"))
        .log("it failed");

    assertThat(line().path("stack_trace").asText())
        .contains("java.lang.IllegalStateException", "LogJsonTest.ourFailuresHaveTheirStackTrace")
        .doesNotContain("canary");
  }

  @Test
  void failuresOfOthersHaveNone() throws IOException {
    context.getLogger("anybody.else").error("it failed", new IllegalStateException("canary"));

    assertThat(line().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("@timestamp", "message", "logger", "thread", "level");
  }
}
