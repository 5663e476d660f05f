package io.dodil.buildsecrets.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultyValuesTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "watchNamespaces: [a, a]         | watchNamespaces: holds a name twice",
        "watchNamespaces: [A_]           | watchNamespaces[0]: must be lower-case",
        "watchNamespaces: [1]            | watchNamespaces[0]: must be a text: put it in quotes",
        "watchNamespaces: ci             | watchNamespaces: must be a list",
        "endpoints: {a: {apiUrl: 'https://a', organizationCheck: if_named}} |"
            + " endpoints.a.organizationCheck: must be one of required, ifNamed",
        "endpoints: {a: {apiUrl: 'https://a', organizationCheck: ''}} |"
            + " endpoints.a.organizationCheck: must be one of required, ifNamed",
        "organizations: [{endpoint: staging, name: a, id: a b, namespaces: [ci]}] |"
            + " organizations[0].id: must be 1 to 253 printable ASCII characters without spaces",
        "organizations: [{endpoint: staging, name: a, id: 7, namespaces: [ci]}] |"
            + " organizations[0].id: must be a text: put it in quotes",
        "organizations: [x]              | organizations[0]: must be a mapping",
        "secretSelector: {a: b}          | secretSelector: must be a single value",
        "secretSelector: 'a in b'        | secretSelector: must be a label selector",
        "resyncInterval: -1h             | resyncInterval: must be a duration",
        "resyncInterval: 9000h           | 0 or from 1s to 8760h",
        "progressDeadline: 0             | progressDeadline: must be a duration",
        "calls: []                       | calls: must be a mapping",
        "calls: {timeout: 0}             | from 100ms to 10m",
        "calls: {connectTimeout: 31s}    | calls.connectTimeout: must not be longer than timeout",
        "calls: {maxConcurrent: 1e3}     | from 1 to 1000",
        "calls: {requestsPerSecond: '5'} | calls.requestsPerSecond: must be a whole number",
        "calls: {maxPayload: 1}          | from 1KiB to 64MiB",
        "calls: {caFile: /no/such}       | calls.caFile: names a file that does not exist",
        "calls: {proxy: {url: 'http://u:canary@p'}} | calls.proxy.url: must be an http URL such as"
            + " http://proxy.example.com:3128, without user info and path",
        "calls: {proxy: {noProxy: '10.*'}}  | calls.proxy.noProxy: \"10.*\" is no host name",
        "leaderElection: {enabled: 1}    | leaderElection.enabled: must be true or false",
        "leaderElection: {leaseName: ''} | leaderElection.leaseName: must be lower-case",
        "server: {probePort: 0}          | server.probePort: must be a whole number from 1 to"
            + " 65535",
        "server: {metricsPort: 65536}    | server.metricsPort: must be a whole number from 1 to"
            + " 65535",
        "server: {metricsPort: 0x50}     | server.metricsPort: must be a whole number from 1 to"
            + " 65535",
        "server: {probePort: 8080}       | server.probePort: must not be metricsPort",
        "server: {metricsPort: 8081}     | server.probePort: must not be metricsPort",
        "server: {port: 8080}            | server.port: is unknown",
        "metrics: {perResource: 'yes'}  | metrics.perResource: must be true or false",
        "metrics: {perNamespace: true}   | metrics.perNamespace: is unknown",
        "log: {format: xml}              | log.format: must be one of json, text",
        "apiUrl: x                       | apiUrl: is unknown",
      })
  void areReportedWithTheirPath(String yaml, String fault) throws IOException {
    assertThat(new ConfigurationFiles(folder).faults(withAnEndpoint(yaml)))
        .hasSize(1)
        .allSatisfy(text -> assertThat(text).contains(fault).doesNotContain("canary"));
  }

  private static String withAnEndpoint(String yaml) {
    return yaml.startsWith("endpoints:") ? yaml : ConfigurationFiles.MINIMAL + yaml;
  }

  @Test
  void includeFilesThatHoldSomethingElse() throws IOException {
    var files = new ConfigurationFiles(folder);
    var canary = files.write("canary", "canary");

    assertThat(
            files.faults(
                ConfigurationFiles.MINIMAL
                    + "calls: {caFile: '%s', proxy: {url: 'http://p', credentialsFile: '%s'}}"
                        .formatted(canary, canary)))
        .containsExactly(
            "calls.caFile: must be a file of PEM certificates",
            "calls.proxy.credentialsFile: must be a file that holds user:password");
  }

  @Test
  void includeAFileThatIsNone() throws IOException {
    assertThat(
            new ConfigurationFiles(folder)
                .faults(ConfigurationFiles.MINIMAL + "calls: {caFile: '" + folder + "'}"))
        .containsExactly("calls.caFile: names a file that can't be read");
  }
}
