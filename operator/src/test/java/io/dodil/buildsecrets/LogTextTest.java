package io.dodil.buildsecrets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The product's own logback.xml with `log.format: text`: one event is one line of printable text,
/// whatever texts the event quotes.
class LogTextTest {

  private static final String FORGED =
      "2026-11-22T10:00:00.000Z INFO  organization=acme requestId=1 saved";

  private final LoggerContext context = new LoggerContext();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeEach
  void configure() throws Exception {
    context.setMDCAdapter(new LogbackMDCAdapter());
    context.putProperty("buildsecrets.log.format", "TEXT");
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(Objects.requireNonNull(getClass().getResource("/logback.xml")));
    listenTo("ROOT", "TEXT");
    listenTo("io.dodil.buildsecrets", "OUR_TEXT");
  }

  private void listenTo(String logger, String appender) {
    var printing =
        (OutputStreamAppender<ILoggingEvent>)
            Objects.requireNonNull(context.getLogger(logger).getAppender(appender));
    printing.setOutputStream(out);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\n", "\r", "\r\n", "\u000b", "\f", "\u0085", "\u2028", "\u2029", "\u001b[1A"})
  void aTextThatIsQuotedBeginsNoLineOfItsOwn(String lineBreak) {
    context
        .getLogger("io.dodil.buildsecrets")
        .atWarn()
        .addKeyValue("organization", "acme" + lineBreak + FORGED)
        .log("no entry for registry \"x" + lineBreak + FORGED + "\"");

    var printed = out.toString(UTF_8);
    assertThat(printed).endsWith(System.lineSeparator()).contains("WARN", "no entry");
    assertThat(printed.strip().split("\\R")).hasSize(1);
    assertThat(printed.strip()).matches("[ -~]*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\u001b[2J", "\u009b2J", "\u202eemca", "acme\u200b", "\u0007", "\ud83d\ude00"})
  void nothingMovesATerminalOrHidesInIt(String text) {
    context.getLogger("anybody.else").atInfo().addKeyValue("owner", text).log(text);

    assertThat(out.toString(UTF_8).strip()).contains("INFO").matches("[ -~]*");
  }

  @Test
  void printableTextStaysAsItIs() {
    context
        .getLogger("io.dodil.buildsecrets")
        .atInfo()
        .addKeyValue("organization", "Acme_1.GmbH/7")
        .addKeyValue("registries", 2)
        .log("Secret \"npm\" has no key \"a(b)\"; 100% {} $1 \\n");

    assertThat(out.toString(UTF_8))
        .endsWith(
            " INFO  organization=Acme_1.GmbH/7 registries=2 Secret \"npm\" has no key \"a(b)\";"
                + " 100% {} $1 \\n"
                + System.lineSeparator());
  }
}
