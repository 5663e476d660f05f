package io.dodil.buildsecrets.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFaultsTest {

  @TempDir Path folder;
  ConfigurationFiles files;

  @BeforeEach
  void files() {
    files = new ConfigurationFiles(folder);
  }

  @Test
  void reportsEverythingAtOnceInTheOrderOfTheDocumentation() throws IOException {
    var faults =
        files.faults(
            """
            log: {level: loud}
            endpoints: {staging: {apiUrl: "ftp://x"}, Prod: {}}
            organizations: [{endpoint: nowhere, name: a b}]
            calls: {maxConcurrent: 0, proxi: {}}
            """);

    assertThat(faults)
        .containsExactly(
            "endpoints.Prod: the name must be lower-case letters, digits and '-', at most 63"
                + " characters",
            "endpoints.staging.apiUrl: must be an https URL (http only for a loopback address)"
                + " without user info, query, fragment, '..' and empty parts of the path",
            "endpoints.Prod.apiUrl: is missing",
            "organizations[0].endpoint: must be one of the configured endpoints",
            "organizations[0].name: must be 1 to 253 printable ASCII characters without spaces",
            "organizations[0].namespaces: must name at least one namespace",
            "calls.maxConcurrent: must be a whole number from 1 to 1000",
            "calls.proxi: is unknown",
            "log.level: must be one of error, warn, info, debug, trace");
  }

  @Test
  void asksForAnEndpointWhenThereIsNothing() throws IOException {
    assertThat(files.faults("")).containsExactly("endpoints: must hold at least one endpoint");
    assertThat(files.faults("endpoints: {}\n"))
        .containsExactly("endpoints: must hold at least one endpoint");
    assertThat(files.faults("- endpoints\n"))
        .containsExactly("the configuration file must be a mapping");
  }

  @Test
  void saysOfVeryManyFaultsHowManyThereAre() throws IOException {
    var keys = IntStream.range(0, 130).mapToObj("key%d: 1\n"::formatted);

    var faults = files.faults(ConfigurationFiles.MINIMAL + keys.collect(Collectors.joining()));

    assertThat(faults).hasSize(101).last().isEqualTo("and 30 more faults");
  }

  @Test
  void hidesAKeyThatLooksLikeAValue() throws IOException {
    assertThat(files.faults(ConfigurationFiles.MINIMAL + "'https://me:canary@x': 1\n'a b': 2\n"))
        .containsExactly("?: is unknown", "?: is unknown");
  }

  @Test
  void takesAnUnknownKeyWithoutAValueForATypingErrorToo() throws IOException {
    assertThat(files.faults(ConfigurationFiles.MINIMAL + "resyncIntervall:\n"))
        .containsExactly("resyncIntervall: is unknown");
    assertThat(files.faults("endpoints: {staging: , prod: {apiUrl: }}\n"))
        .containsExactly("endpoints.staging: is missing", "endpoints.prod.apiUrl: is missing");
  }

  @Test
  void saysWhatIsWrongWithTheFileItself() throws IOException {
    var notText = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xc3, 0x28});
    var large = files.write("large", "#".repeat(ConfigurationFile.MAX_SIZE + 1));

    assertThat(ConfigurationFile.read(folder.resolve("absent")).toString())
        .contains("the configuration file does not exist");
    assertThat(ConfigurationFile.read(folder).toString())
        .contains("the configuration file can't be read");
    assertThat(ConfigurationFile.read(notText).toString()).contains("is not UTF-8 text");
    assertThat(ConfigurationFile.read(large).toString()).contains("is larger than 1 MiB");
  }
}
